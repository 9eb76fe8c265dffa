import { describe, expect, it } from 'vitest'
import { stageOf } from '../../infra/aws/stage.ts'
import { stages } from '../../infra/aws/stages.ts'
import { topology } from '../../infra/topology.ts'
import { openChoice } from './everyKind.ts'
import { resourcesOf, synthesize } from './synthesized.ts'

const NAME = 'clicks.bank.example'
const CERTIFICATE = 'arn:aws:acm:eu-central-1:111122223333:certificate/clicks'

const { clicks, api } = synthesize({ ...openChoice, fixedAddress: undefined }, topology)
if (!clicks || !api) throw new Error('a stack is missing')
const of = (type: string) => resourcesOf(clicks, type)
const only = (type: string): Record<string, unknown> => {
  const [one, ...more] = of(type)
  if (!one || more.length > 0) throw new Error(`there is not exactly one ${type}`)
  return one.properties
}

describe('the load balancer before click monitors', () => {
  it('shows one certificate to everybody, over TLS alone', () => {
    const listener = only('AWS::ElasticLoadBalancingV2::Listener')
    expect(listener).toMatchObject({ Port: 443, Protocol: 'HTTPS', Certificates: [{ CertificateArn: CERTIFICATE }] })
    expect(listener.SslPolicy).toMatch(/TLS13/)
    expect(of('AWS::ElasticLoadBalancingV2::ListenerCertificate')).toEqual([])
  })

  it('lets nothing through but clicks, and answers the rest itself', () => {
    const { DefaultActions } = only('AWS::ElasticLoadBalancingV2::Listener')
    expect(DefaultActions).toMatchObject([{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }])
    const { Conditions } = only('AWS::ElasticLoadBalancingV2::ListenerRule')
    expect(Conditions).toEqual([
      { Field: 'path-pattern', PathPatternConfig: { Values: ['/v1/in/*/clicks/*'] } },
      { Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['GET'] } },
    ])
  })

  it('is reached at one port from everywhere, reaches nothing, and cannot be deleted by chance', () => {
    const { SecurityGroupIngress, SecurityGroupEgress } = only('AWS::EC2::SecurityGroup')
    expect(SecurityGroupIngress).toMatchObject([{ CidrIp: '0.0.0.0/0', FromPort: 443, ToPort: 443 }])
    expect(SecurityGroupEgress).toMatchObject([{ CidrIp: '255.255.255.255/32' }])
    expect(of('AWS::EC2::NatGateway')).toEqual([])
    const { LoadBalancerAttributes, Scheme } = only('AWS::ElasticLoadBalancingV2::LoadBalancer')
    expect(Scheme).toBe('internet-facing')
    expect(LoadBalancerAttributes).toEqual(
      expect.arrayContaining([
        { Key: 'deletion_protection.enabled', Value: 'true' },
        { Key: 'routing.http.drop_invalid_header_fields.enabled', Value: 'true' },
      ]),
    )
  })

  it('calls the live version of the clicks function, which it may by those of this account only', () => {
    const { Targets, TargetGroupAttributes } = only('AWS::ElasticLoadBalancingV2::TargetGroup')
    const [target] = Targets as { Id: object }[]
    expect(JSON.stringify(target)).toMatch(/ImportValue.*ClicksLive/)
    expect(TargetGroupAttributes).toEqual([{ Key: 'lambda.multi_value_headers.enabled', Value: 'true' }])
    const [permission, ...more] = of('AWS::Lambda::Permission')
    expect(more).toEqual([])
    expect(permission?.properties).toMatchObject({
      Action: 'lambda:InvokeFunction',
      FunctionName: target?.Id,
      Principal: 'elasticloadbalancing.amazonaws.com',
    })
    expect(JSON.stringify(permission?.properties.SourceArn)).toMatch(
      /:elasticloadbalancing:eu-central-1:111122223333:targetgroup\/\*/,
    )
    const [group] = of('AWS::ElasticLoadBalancingV2::TargetGroup')
    expect(group?.DependsOn).toEqual([permission?.id])
  })

  it('says what its name is to point at, and stands in the links that the setup gives', () => {
    expect(Object.values(clicks.Outputs ?? {})).toMatchObject([{ Description: `Make ${NAME} a CNAME of this` }])
    const origins = resourcesOf(api, 'AWS::Lambda::Function').flatMap(({ properties }) => {
      const { Variables } = properties.Environment as { Variables: Record<string, string> }
      return 'CLICK_ORIGIN' in Variables ? [[properties.Description, Variables.CLICK_ORIGIN]] : []
    })
    expect(origins).toEqual([
      ['Tuoke operations', `https://${NAME}`],
      ['Tuoke console', `https://${NAME}`],
    ])
  })
})

describe('a stage', () => {
  it('without one pays for none', () => {
    expect(synthesize(stages.frankfurt, topology)).not.toHaveProperty('clicks')
  })

  it.each([
    [{ certificateArn: CERTIFICATE }, /clickBalancer\.name/],
    [{ name: NAME }, /clickBalancer\.certificateArn/],
    [{ name: 'https://clicks.bank.example', certificateArn: CERTIFICATE }, /clickBalancer\.name/],
    [{ name: NAME, certificateArn: 'nonsense' }, /clickBalancer\.certificateArn/],
  ])('that says %j of it is refused', (clickBalancer, complaint) => {
    expect(() => stageOf({ it: { ...stages.frankfurt, clickBalancer } }, 'it')).toThrow(complaint)
  })

  it('in China has one too', () => {
    const stage = { ...stages.beijing, clickBalancer: { name: NAME, certificateArn: CERTIFICATE } } as const
    const { clicks: inChina } = synthesize(stage, topology)
    expect(inChina && resourcesOf(inChina, 'AWS::ElasticLoadBalancingV2::LoadBalancer')).toHaveLength(1)
  })
})
