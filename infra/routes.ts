import { Refusal } from './refusal.ts'
import type { FunctionSpec, Topology } from './topologySpec.ts'

/** Those routes of a function that show pages to staff. */
export const staffPages = ({ trigger }: FunctionSpec): readonly string[] =>
  trigger.kind === 'http' ? (trigger.staffPages ?? []) : []

/** The routes of a function in API Gateway's words: `POST /v1/keys`, `$default`. Pages of other origins ask with OPTIONS first. */
export const routesOf = (spec: FunctionSpec): string[] => {
  const { trigger } = spec
  if (trigger.kind !== 'http') return []
  const own = trigger.endpoints.map(({ method, path }) => `${method.toUpperCase()} ${path}`)
  const preflights = trigger.endpoints.filter(({ crossOrigin }) => crossOrigin).map(({ path }) => `OPTIONS ${path}`)
  return [...own, ...new Set(preflights), ...(trigger.routes ?? []), ...staffPages(spec)]
}

/** Those routes of a function that only operators may call. */
export const operatorRoutes = ({ trigger }: FunctionSpec): string[] =>
  trigger.kind === 'http'
    ? trigger.endpoints
        .filter(({ caller }) => caller.kind === 'operator' && !caller.optional)
        .map(({ method, path }) => `${method.toUpperCase()} ${path}`)
    : []

const ROUTE = /^(\$default|(DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) (\/|(\/([^/{}]+|\{\w+\}))+))$/

/** What tells routes apart: not the names of their parameters. */
const shapeOf = (route: string): string => route.replaceAll(/\{\w+\}/g, '{}')

/** Every route with the function that serves it. Fails when one is not of a form that both hosts know, or is claimed twice. */
export const allRoutes = ({ functions }: Topology): Map<string, string> => {
  const routes = new Map<string, string>()
  const claims = new Map<string, string>()
  for (const [name, spec] of Object.entries(functions))
    for (const route of routesOf(spec)) {
      if (!ROUTE.test(route)) throw new Refusal(`the route "${route}" of ${name} is not of a known form`)
      const other = claims.get(shapeOf(route))
      if (other) throw new Refusal(`the route "${route}" is declared twice: by ${other} and by ${name}`)
      claims.set(shapeOf(route), name)
      routes.set(route, name)
    }
  return routes
}
