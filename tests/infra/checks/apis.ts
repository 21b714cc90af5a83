// Routes are those of app.yaml and of the contract, and each function may be invoked by its API alone.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { resources, root } from '../plan.ts';
import { type Check, same, values } from './subject.ts';

interface Contract {
  servers: { url: string }[];
  paths: Record<string, Record<string, unknown>>;
}
const methods = ['get', 'put', 'post', 'patch', 'delete'];

/** Operations without a route and routes without an operation; ANY is for what the contract calls an unknown route. */
function contract(planned: string[]): string[] {
  const { servers, paths } = parse(readFileSync(join(root, 'api/openapi.yaml'), 'utf8')) as Contract;
  const documented = Object.entries(paths).flatMap(([path, operations]) =>
    methods
      .filter((method) => method in operations)
      .map((method) => `${method.toUpperCase()} ${servers[0]?.url}${path}`),
  );
  return [
    ...documented.filter((key) => !planned.includes(key)).map((key) => `${key} of api/openapi.yaml has no route`),
    ...planned
      .filter((key) => !key.startsWith('ANY ') && !documented.includes(key.replace(/^HEAD /, 'GET ')))
      .map((key) => `route ${key} is not in api/openapi.yaml`),
  ];
}

/** API Gateway answers HEAD only where a route says so: one stands beside each of GET, unless app.yaml names what answers it. */
const heads = (routes: string[]): string[] =>
  routes
    .filter((key) => key.startsWith('GET '))
    .map((key) => key.slice('GET '.length))
    .filter((path) => !routes.includes(`HEAD ${path}`) && !routes.includes(`ANY ${path}`))
    .map((path) => `HEAD ${path}`);

export const routes: Check = ({ plan, app }) => {
  const planned = resources(plan, 'aws_apigatewayv2_route');
  const http = Object.keys(app.http);
  const wanted = [...http, ...heads(http), ...Object.keys(app.websocket.routes)];
  const responses = values(plan, 'aws_apigatewayv2_route_response').map((response) => String(response.route_id));
  return [
    ...(same(
      wanted,
      planned.map((route) => route.values.route_key),
    )
      ? []
      : ['the plan has other routes than app.yaml']),
    ...heads(http)
      .filter((key) => !planned.some((route) => route.values.route_key === key))
      .map((key) => `${key} is not answered, though GET is`),
    ...contract(
      planned.filter((route) => route.address.includes('http_api')).map((route) => String(route.values.route_key)),
    ),
    ...planned
      .filter(
        (route) =>
          route.address.includes('websocket_api') &&
          !['$connect', '$disconnect'].includes(String(route.values.route_key)),
      )
      .filter(
        (route) =>
          !responses.includes(String(route.values.id)) ||
          route.values.route_response_selection_expression !== '$default',
      )
      .map((route) => `WebSocket route ${route.values.route_key} has no route response`),
    ...(values(plan, 'aws_apigatewayv2_stage').some((stage) => stage.name === app.websocket.path.slice(1))
      ? []
      : ['the WebSocket stage is not named by the path']),
    ...(values(plan, 'aws_apigatewayv2_integration').every((one) => one.timeout_milliseconds <= 30_000)
      ? []
      : ['an integration waits longer than API Gateway does']),
  ];
};

export const permissions: Check = ({ plan, app, environment }) => {
  const ids = new Map(
    values(plan, 'aws_apigatewayv2_api').map((api) => [String(api.protocol_type), String(api.execution_arn)]),
  );
  const wanted = [
    ...new Set([
      ...Object.values(app.http).map((name) => `${name} HTTP`),
      ...Object.values(app.websocket.routes).map((name) => `${name} WEBSOCKET`),
    ]),
  ].map((text) => text.split(' ') as [string, string]);
  const planned = values(plan, 'aws_lambda_permission');
  return [
    ...wanted
      .filter(
        ([name, kind]) =>
          !planned.some(
            (one) =>
              one.function_name === `${app.name}-${environment}-${name}` &&
              one.qualifier === 'live' &&
              one.source_arn === `${ids.get(kind)}/*`,
          ),
      )
      .map(([name, kind]) => `function ${name} may not be invoked by its ${kind} API`),
    ...(planned.length === wanted.length && planned.every((one) => one.principal === 'apigateway.amazonaws.com')
      ? []
      : ['somebody else than its API may invoke a function']),
  ];
};
