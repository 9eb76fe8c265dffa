import { allRoutes } from '../../routes.ts'
import type { Topology } from '../../topologySpec.ts'

type Route = { routeKey: string; method: string; parts: string[]; name: string }

export type Matched = { routeKey: string; pathParameters: Record<string, string> | undefined }

const parse = ([routeKey, name]: [string, string]): Route => {
  const [method = '', path = ''] = routeKey.split(' ')
  return { routeKey, method, parts: path.split('/'), name }
}

const isParameter = (part: string) => part.startsWith('{')

/** Parts that are fixed go before parameters, from the left on. */
const bySpecificity = (a: Route, b: Route): number => {
  const differs = a.parts.findIndex((part, i) => isParameter(part) !== isParameter(b.parts[i] ?? ''))
  return differs < 0 ? 0 : isParameter(a.parts[differs] ?? '') ? 1 : -1
}

const matchPath = ({ parts }: Route, path: readonly string[]): Record<string, string> | undefined => {
  if (parts.length !== path.length) return undefined
  const parameters: Record<string, string> = {}
  for (const [i, part] of parts.entries()) {
    const value = path[i] ?? ''
    if (!isParameter(part)) {
      if (part !== value) return undefined
    } else if (value === '') return undefined
    else parameters[part.slice(1, -1)] = value
  }
  return parameters
}

/** Finds the function that serves a request, by its method and the parts of its path. */
export const routerOf = (topology: Topology) => {
  const routes = [...allRoutes(topology)].map(parse)
  const fallback = routes.find(({ routeKey }) => routeKey === '$default')
  const specific = routes.filter((route) => route !== fallback).sort(bySpecificity)
  return (method: string, path: readonly string[]): { name: string; matched: Matched } | undefined => {
    for (const route of specific) {
      const parameters = route.method === method ? matchPath(route, path) : undefined
      if (!parameters) continue
      const pathParameters = Object.keys(parameters).length > 0 ? parameters : undefined
      return { name: route.name, matched: { routeKey: route.routeKey, pathParameters } }
    }
    return fallback && { name: fallback.name, matched: { routeKey: '$default', pathParameters: undefined } }
  }
}
