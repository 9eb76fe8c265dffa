import { BlockList, isIP } from 'node:net'

/** Networks that are nobody's on the internet: this machine, private ones, link-local ones with the metadata services, reserved ones. */
const NOT_PUBLIC_4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
]

/** Those of IPv6, and the ways to write an IPv4 address as one. */
const NOT_PUBLIC_6: readonly (readonly [string, number])[] = [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 32],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 9],
  ['ff00::', 8],
]

const listOf = (networks: readonly (readonly [string, number])[], family: 'ipv4' | 'ipv6'): BlockList => {
  const list = new BlockList()
  for (const [net, prefix] of networks) list.addSubnet(net, prefix, family)
  return list
}

// Apart: in one list, an IPv4 address would be found among those that are written as IPv6.
const [notPublic4, notPublic6] = [listOf(NOT_PUBLIC_4, 'ipv4'), listOf(NOT_PUBLIC_6, 'ipv6')]

/** Whether an IP address is one of the internet. */
export const isPublicIp = (address: string): boolean => {
  if (isIP(address) === 4) return !notPublic4.check(address, 'ipv4')
  return isIP(address) === 6 && !notPublic6.check(address, 'ipv6')
}
