import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib'
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import {
  DomainName,
  HttpApi,
  type HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { operatorRoutes, routesOf, staffPages } from '../routes.ts'
import type { FunctionSpec, Topology } from '../topologySpec.ts'
import { accept } from './accepted.ts'
import type { Ground } from './ground.ts'
import { pascal } from './names.ts'
import type { Stage } from './stage.ts'
import { TuokeFunction } from './tuokeFunction.ts'

/** What a line of the access log says: nothing of who called, and no path, which could name a person's lead. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  route: '$context.routeKey',
  status: '$context.status',
  ms: '$context.responseLatency',
  functionMs: '$context.integrationLatency',
  error: '$context.error.responseType',
}

/** Operators' keys are in `authorization`; the token of the bank's sign-in has a header of its own. */
const OPERATOR_TOKEN = '$request.header.x-operator-token'

const operatorAuthorizer = ({ operatorSignIn }: Stage): IHttpRouteAuthorizer => {
  if (!operatorSignIn) return new HttpNoneAuthorizer()
  const { issuer, audience } = operatorSignIn
  return new HttpJwtAuthorizer('OperatorSignIn', issuer, { jwtAudience: audience, identitySource: [OPERATOR_TOKEN] })
}

const routeKeyOf = (route: string): HttpRouteKey => {
  const [method = '', path] = route.split(' ')
  return path === undefined ? HttpRouteKey.DEFAULT : HttpRouteKey.with(path, method as HttpMethod)
}

/** Those routes of a function that a stage has: where staff have another sign-in, none of their pages. */
const routesOn = ({ operatorSignIn }: Stage, spec: FunctionSpec): string[] => {
  const closed = new Set(operatorSignIn ? staffPages(spec) : [])
  return routesOf(spec).filter((route) => !closed.has(route))
}

export type ApiStackProps = StackProps & { ground: Ground; topology: Topology }

/** Everything that is called over HTTP: one API, a route for every endpoint, the functions behind them. A function without a route is left out. */
export class ApiStack extends Stack {
  readonly functions: Record<string, TuokeFunction> = {}
  readonly api: HttpApi
  private readonly ground: Ground
  private readonly authorizer: IHttpRouteAuthorizer

  constructor(scope: Construct, id: string, props: ApiStackProps) {
    super(scope, id, props)
    this.ground = props.ground
    const { domain } = this.ground.stage
    this.api = new HttpApi(this, 'Api', {
      description: 'Tuoke',
      createDefaultStage: false,
      disableExecuteApiEndpoint: domain !== undefined,
    })
    const stage = this.addStage()
    this.authorizer = operatorAuthorizer(this.ground.stage)
    for (const [name, spec] of Object.entries(props.topology.functions)) {
      const routes = routesOn(this.ground.stage, spec)
      if (routes.length > 0) this.addFunction(name, spec, routes)
    }
    new CfnOutput(this, 'Url', { value: domain ? `https://${domain.name}/` : stage.url })
  }

  private addFunction(name: string, spec: FunctionSpec, routes: readonly string[]): void {
    const made = new TuokeFunction(this, pascal(name), { ground: this.ground, name, spec })
    this.functions[name] = made
    const integration = new HttpLambdaIntegration(pascal(name), made.alias, { scopePermissionToRoute: false })
    const forOperators = new Set(operatorRoutes(spec))
    for (const key of routes) {
      if (key === '$default') this.letRestThrough(made)
      const route = new HttpRoute(this, `Route ${key.replaceAll('/', ' ')}`, {
        httpApi: this.api,
        routeKey: routeKeyOf(key),
        integration,
        authorizer: forOperators.has(key) ? this.authorizer : new HttpNoneAuthorizer(),
      })
      accept(route, {
        'AwsSolutions-APIG4':
          'Visitors have no account. The function itself checks lead tokens, API keys and their scopes; a test calls every route with every credential.',
      })
    }
  }

  /** CDK lets the API call a function on routes with a method and a path; a call of `$default` names neither. */
  private letRestThrough({ alias }: TuokeFunction): void {
    alias.addPermission('Rest', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: this.formatArn({ service: 'execute-api', resource: this.api.apiId, resourceName: '*/$default' }),
    })
  }

  private addStage(): HttpStage {
    const { stage, key } = this.ground
    const logGroup = new LogGroup(this, 'AccessLog', {
      retention: stage.logRetentionDays,
      encryptionKey: key,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    return new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: stage.throttle.ratePerSecond, burstLimit: stage.throttle.burst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(JSON.stringify(ACCESS_LOG)),
      },
      ...(stage.domain && { domainMapping: { domainName: this.addDomain(stage.domain) } }),
    })
  }

  private addDomain({ name, certificateArn }: NonNullable<Stage['domain']>): DomainName {
    const certificate = Certificate.fromCertificateArn(this, 'Certificate', certificateArn)
    const domainName = new DomainName(this, 'Domain', {
      domainName: name,
      certificate,
      securityPolicy: SecurityPolicy.TLS_1_2,
    })
    new CfnOutput(this, 'DomainTarget', {
      description: `Make ${name} a CNAME of this`,
      value: domainName.regionalDomainName,
    })
    return domainName
  }
}
