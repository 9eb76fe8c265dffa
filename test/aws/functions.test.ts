import { describe, expect, it } from 'vitest'
import { pascal } from '../../infra/aws/names.ts'
import { allRoutes, operatorRoutes, staffPages } from '../../infra/routes.ts'
import { everyChoice, everyKind, openChoice } from './everyKind.ts'
import { resolvedOf } from './resolve.ts'
import { type Found, synthesize } from './synthesized.ts'

const templates = synthesize(everyChoice, everyKind)
const of = resolvedOf(templates)
/** The same of a stage that has the console too. */
const ofOpen = resolvedOf(synthesize(openChoice, everyKind))
const only = (type: string): Found => {
  const [one, ...more] = of(type)
  if (!one || more.length > 0) throw new Error(`there is not exactly one ${type}`)
  return one
}

describe('a function', () => {
  const specs = Object.entries(everyKind.functions)
  const functions = ofOpen('AWS::Lambda::Function')
  const its = (name: string): Found['properties'] => {
    const found = functions.find(({ properties }) => properties.Description === `Tuoke ${name}`)
    if (!found) throw new Error(`there is no function ${name}`)
    return found.properties
  }

  it('is one of the topology, and runs on Node 24 and the architecture of its stage', () => {
    expect(functions.map(({ properties }) => properties.Description).sort()).toEqual(
      specs.map(([name]) => `Tuoke ${name}`).sort(),
    )
    for (const { properties } of functions)
      expect(properties).toMatchObject({ Runtime: 'nodejs24.x', Architectures: [everyChoice.architecture] })
  })

  it('is left out with the console where the bank has a sign-in of its own, which a browser cannot show', () => {
    const inside = of('AWS::Lambda::Function').map(({ properties }) => properties.Description)
    const left = functions.filter(({ properties }) => !inside.includes(properties.Description))
    const ofConsole = Object.entries(everyKind.functions).filter(([, spec]) => staffPages(spec).length > 0)
    expect(left.map(({ properties }) => properties.Description).sort()).toEqual(
      ofConsole.map(([name]) => `Tuoke ${name}`).sort(),
    )
    expect(left.length).toBeGreaterThan(1)
  })

  it.each(specs)('%s has its time, memory and share, and logs to a group of its own', (name, spec) => {
    expect(its(name)).toMatchObject({
      Timeout: spec.timeoutSeconds,
      MemorySize: everyChoice.memoryMb?.[name] ?? spec.memoryMb,
      ReservedConcurrentExecutions: 100,
      LoggingConfig: { LogFormat: 'JSON', LogGroup: `${pascal(name)}Logs` },
    })
  })

  it.each(specs)('%s is told its settings, and nothing else', (name, spec) => {
    const { Variables } = its(name).Environment as { Variables: Record<string, string> }
    expect(Object.keys(Variables).sort()).toEqual(
      [...Object.keys(spec.settings), 'POWERTOOLS_METRICS_NAMESPACE'].sort(),
    )
    expect(Object.values(Variables)).not.toContain('')
    expect(Variables.POWERTOOLS_METRICS_NAMESPACE).toBe('Tuoke/test')
  })

  it('is in a network only when it calls from the fixed address', () => {
    const inside = functions.filter(({ properties }) => properties.VpcConfig)
    expect(inside.map(({ properties }) => properties.Description)).toEqual(['Tuoke send'])
    expect(templates.egress?.Outputs?.FixedAddress?.Value).toEqual({ 'Fn::GetAtt': ['Address', 'PublicIp'] })
    expect(only('AWS::EC2::EIP')).toMatchObject({ id: 'Address', DeletionPolicy: 'Retain' })
  })

  it('comes into use step by step, and goes back when it fails', () => {
    const groups = ofOpen('AWS::CodeDeploy::DeploymentGroup')
    expect(groups).toHaveLength(functions.length)
    for (const { id, properties } of groups) {
      const ownErrors = expect.stringMatching(`^${id.replace(/Rollout[0-9A-F]{8}$/, '')}ErrorsAlarm`)
      expect(properties).toMatchObject({
        DeploymentConfigName: 'CodeDeployDefault.LambdaLinear10PercentEvery1Minute',
        AlarmConfiguration: { Enabled: true, Alarms: [{ Name: ownErrors }] },
        AutoRollbackConfiguration: { Enabled: true, Events: expect.arrayContaining(['DEPLOYMENT_STOP_ON_ALARM']) },
      })
    }
    const aliases = ofOpen('AWS::Lambda::Alias')
    expect(aliases).toHaveLength(functions.length)
    for (const { UpdatePolicy } of aliases)
      expect(UpdatePolicy).toMatchObject({ CodeDeployLambdaAliasUpdate: expect.anything() })
  })

  it('keeps its log encrypted, for as long as the stage says', () => {
    for (const { properties } of ofOpen('AWS::Logs::LogGroup'))
      expect(properties).toMatchObject({ RetentionInDays: everyChoice.logRetentionDays, KmsKeyId: expect.anything() })
  })
})

describe('the API', () => {
  const routes = of('AWS::ApiGatewayV2::Route').map(({ properties }) => properties)

  it('has the routes of the topology and no other; the console only where staff have no other sign-in', () => {
    const all = [...allRoutes(everyKind).keys()]
    const pages = Object.values(everyKind.functions).flatMap(staffPages)
    expect(pages).toContain('GET /console')
    expect(routes.map(({ RouteKey }) => RouteKey).sort()).toEqual(all.filter((route) => !pages.includes(route)).sort())
    const others = ofOpen('AWS::ApiGatewayV2::Route')
    expect(others.map(({ properties }) => properties.RouteKey).sort()).toEqual(all.sort())
  })

  it('asks for the bank’s sign-in on exactly the routes of operators', () => {
    const { id, properties } = only('AWS::ApiGatewayV2::Authorizer')
    expect(properties).toMatchObject({
      AuthorizerType: 'JWT',
      IdentitySource: ['$request.header.x-operator-token'],
      JwtConfiguration: { Issuer: everyChoice.operatorSignIn?.issuer, Audience: everyChoice.operatorSignIn?.audience },
    })
    const guarded = routes.filter(({ AuthorizationType }) => AuthorizationType === 'JWT')
    const expected = Object.values(everyKind.functions).flatMap(operatorRoutes)
    expect(expected.length).toBeGreaterThan(5)
    expect(guarded.map(({ RouteKey }) => RouteKey).sort()).toEqual(expected.sort())
    expect(new Set(guarded.map(({ AuthorizerId }) => AuthorizerId))).toEqual(new Set([id]))
  })

  it('limits how much callers may send, and leaves CORS to the functions', () => {
    expect(only('AWS::ApiGatewayV2::Stage').properties.DefaultRouteSettings).toEqual({
      ThrottlingBurstLimit: everyChoice.throttle.burst,
      ThrottlingRateLimit: everyChoice.throttle.ratePerSecond,
    })
    expect(only('AWS::ApiGatewayV2::Api').properties.CorsConfiguration).toBeUndefined()
  })

  it('logs nothing of who called', () => {
    const { Format } = only('AWS::ApiGatewayV2::Stage').properties.AccessLogSettings as { Format: string }
    const logged = (Format.match(/\$context\.[\w.]+/g) ?? []).map((name) => name.replace('$context.', ''))
    const impersonal = ['error.responseType', 'integrationLatency', 'requestId', 'responseLatency']
    expect(logged.sort()).toEqual([...impersonal, 'routeKey', 'status'])
  })

  it('with a name of its own is not to be reached by another, and speaks TLS 1.2', () => {
    expect(only('AWS::ApiGatewayV2::Api').properties.DisableExecuteApiEndpoint).toBe(true)
    const { DomainNameConfigurations } = only('AWS::ApiGatewayV2::DomainName').properties
    expect(DomainNameConfigurations).toMatchObject([{ SecurityPolicy: 'TLS_1_2', EndpointType: 'REGIONAL' }])
  })
})
