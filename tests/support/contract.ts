// Holds every answer and every frame to api/openapi.yaml and api/asyncapi.yaml. The contract leaves answers open, so that clients
// bear new fields; here they are closed: what is not written down fails.
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = Record<string, Json>;

interface Header {
  required?: boolean;
  schema: JsonObject;
}
interface Documented {
  headers?: Record<string, Header>;
  content?: Record<string, { schema: JsonObject }>;
}
interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: JsonObject;
}
interface Operation {
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, { schema: JsonObject }> };
  responses: Record<string, Documented>;
}

export interface Exchange {
  method: string;
  /** With the query, as sent. */
  target: string;
  requestBody: string | undefined;
  status: number;
  headers: Record<string, string>;
  body: string;
}

export class ContractViolation extends Error {}

const read = (name: string): JsonObject =>
  parse(readFileSync(new URL(`../../api/${name}`, import.meta.url), 'utf8')) as JsonObject;
const documents: Record<string, JsonObject> = {
  'openapi.yaml': read('openapi.yaml'),
  'asyncapi.yaml': read('asyncapi.yaml'),
};

function lookUp(reference: string, home: string): { value: Json; home: string } {
  const [file, pointer] = reference.split('#');
  const document = file === '' || file === undefined ? home : file.replace('./', '');
  let value: Json | undefined = documents[document];
  for (const step of (pointer ?? '').split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    value = value !== null && typeof value === 'object' && !Array.isArray(value) ? value[name] : undefined;
  }
  if (value === undefined) throw new Error(`${home} refers to ${reference}, which is not there`);
  return { value, home: document };
}

/** A copy with every reference in its place. */
function resolved(value: Json, home: string): Json {
  if (Array.isArray(value)) return value.map((item) => resolved(item, home));
  if (value === null || typeof value !== 'object') return value;
  const { $ref, ...rest } = value;
  const own = Object.fromEntries(Object.entries(rest).map(([key, item]) => [key, resolved(item, home)]));
  if (typeof $ref !== 'string') return own;
  const target = lookUp($ref, home);
  const there = resolved(target.value, target.home);
  return Object.keys(own).length === 0 ? there : { ...(there as JsonObject), ...own };
}

/** A copy of a schema in which no object may hold what is not named. Parts of an `allOf` are closed by the whole. */
function closed(schema: Json, part = false): Json {
  if (Array.isArray(schema)) return schema.map((item) => closed(item));
  if (schema === null || typeof schema !== 'object') return schema;
  const copy: JsonObject = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'allOf' && Array.isArray(value)) copy[key] = value.map((item) => closed(item, true));
    else if (key === 'properties' && value !== null && typeof value === 'object' && !Array.isArray(value)) {
      copy[key] = Object.fromEntries(Object.entries(value).map(([name, item]) => [name, closed(item)]));
    } else if (['items', 'oneOf', 'anyOf', 'not'].includes(key)) copy[key] = closed(value);
    else copy[key] = value;
  }
  const open = ('properties' in copy || 'allOf' in copy) && !('additionalProperties' in copy);
  if (open && !part) copy.unevaluatedProperties = false;
  return copy;
}

const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false });
addFormats.default(ajv);
ajv.addKeyword('example');

/** What is wrong with a value, in words; undefined where nothing is. */
type Check = (value: unknown) => string | undefined;

const words = (validate: ValidateFunction): string =>
  (validate.errors ?? [])
    .map((error) => `${error.instancePath || '(root)'} ${error.message ?? ''} ${JSON.stringify(error.params)}`)
    .join('\n  ');

const checks = new WeakMap<object, Check>();
function checkOf(schema: JsonObject, how: 'closed' | 'as written'): Check {
  const known = checks.get(schema);
  if (known !== undefined) return known;
  const validate = ajv.compile(how === 'closed' ? (closed(schema) as JsonObject) : schema);
  const check: Check = (value) => (validate(value) ? undefined : words(validate));
  checks.set(schema, check);
  return check;
}

// ---- HTTP ----

interface Route {
  template: string;
  pattern: RegExp;
  operations: Map<string, Operation>;
}

const methods = ['get', 'put', 'post', 'patch', 'delete'];

function routesOf(openapi: JsonObject): Route[] {
  const paths = resolved(openapi.paths ?? null, 'openapi.yaml') as Record<string, JsonObject>;
  return Object.entries(paths).map(([template, item]) => {
    const shared = (item.parameters ?? []) as unknown as Parameter[];
    const operations = new Map<string, Operation>();
    for (const method of methods) {
      const operation = item[method] as unknown as Operation | undefined;
      if (operation === undefined) continue;
      operations.set(method.toUpperCase(), { ...operation, parameters: [...shared, ...(operation.parameters ?? [])] });
    }
    return { template, pattern: new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`), operations };
  });
}

const openapi = documents['openapi.yaml'] ?? {};
const routes = routesOf(openapi);
const unknownRoute = resolved(openapi['x-unknown-route'] ?? null, 'openapi.yaml') as unknown as Operation;

/** Every `METHOD /path` of the contract. */
export const operations: readonly string[] = routes.flatMap((route) =>
  [...route.operations.keys()].map((method) => `${method} ${route.template}`),
);

/** Every problem type that the contract's answers name. */
export const problemTypes: readonly string[] = [
  ...new Set(JSON.stringify(openapi.components).match(/(?<="const":")\/problems\/[a-z-]+/g) ?? []),
];

function checkHeaders(documented: Documented, exchange: Exchange, fail: (why: string) => never): void {
  for (const [name, header] of Object.entries(documented.headers ?? {})) {
    const value = exchange.headers[name.toLowerCase()];
    if (value === undefined) {
      if (header.required === true) fail(`header ${name} is missing`);
      continue;
    }
    const wrong = checkOf(header.schema, 'as written')(value);
    if (wrong !== undefined) fail(`header ${name}: ${value}\n  ${wrong}`);
  }
}

function checkBody(documented: Documented, exchange: Exchange, fail: (why: string) => never): void {
  if (documented.content === undefined) {
    if (exchange.body !== '') fail(`a body where there is none: ${exchange.body.slice(0, 200)}`);
    return;
  }
  const type = mediaType(exchange);
  const media = documented.content[type];
  if (media === undefined) fail(`the type ${type} is not documented: ${exchange.body.slice(0, 500)}`);
  let body: unknown;
  try {
    body = JSON.parse(exchange.body);
  } catch {
    fail(`the body is not JSON: ${exchange.body.slice(0, 200)}`);
  }
  const wrong = checkOf(media.schema, 'closed')(body);
  if (wrong !== undefined) fail(`the body breaks its schema:\n  ${wrong}\n${exchange.body.slice(0, 1500)}`);
  if (type === 'application/problem+json') checkProblem(body as JsonObject, exchange, fail);
}

function checkProblem(problem: JsonObject, exchange: Exchange, fail: (why: string) => never): void {
  if (problem.status !== exchange.status) fail(`the problem says ${JSON.stringify(problem.status)}`);
  const trace = exchange.headers['x-trace-id'] ?? '';
  if (problem.instance !== `urn:trace:${trace}`)
    fail(`instance ${JSON.stringify(problem.instance)} is not of trace ${trace}`);
}

const mediaType = (exchange: Exchange): string => (exchange.headers['content-type'] ?? '').split(';')[0]?.trim() ?? '';

function checkAcceptedRequest(operation: Operation, exchange: Exchange, fail: (why: string) => never): void {
  const sent = exchange.requestBody;
  const media = Object.values(operation.requestBody?.content ?? {})[0];
  if (media !== undefined && sent !== undefined && sent !== '') {
    const wrong = checkOf(media.schema, 'as written')(JSON.parse(sent));
    if (wrong !== undefined) fail(`it accepted a body that the contract refuses:\n  ${wrong}`);
  }
  const query = new URLSearchParams(exchange.target.split('?')[1] ?? '');
  const known = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
  for (const name of query.keys()) {
    if (!known.some((parameter) => parameter.name === name)) fail(`it accepted the unknown parameter ${name}`);
  }
}

/** Throws a ContractViolation unless the contract allows this answer to this request. */
export function checkExchange(exchange: Exchange): void {
  const path = (exchange.target.split('?')[0] ?? '').replace(/^\/api\/v1/, '');
  const route = exchange.target.startsWith('/api/v1/')
    ? routes.find((candidate) => candidate.pattern.test(path))
    : undefined;
  const operation = route?.operations.get(exchange.method) ?? unknownRoute;
  const fail = (why: string): never => {
    throw new ContractViolation(`${exchange.method} ${exchange.target} → ${exchange.status}: ${why}`);
  };
  const exact = operation.responses[String(exchange.status)];
  const fallback = exchange.status >= 400 ? operation.responses.default : undefined;
  const knows = exact !== undefined && (exact.content === undefined || mediaType(exchange) in exact.content);
  const documented = knows ? exact : (fallback ?? exact);
  if (documented === undefined) return fail(`the status is not documented: ${exchange.body.slice(0, 500)}`);
  checkHeaders(documented, exchange, fail);
  if (exchange.method !== 'HEAD') checkBody(documented, exchange, fail);
  if (exchange.status < 300) checkAcceptedRequest(operation, exchange, fail);
}

// ---- WebSocket ----

const frames = new Map(
  ['Ready', 'Pong', 'Error', 'Changes', 'Order', 'Basket'].map((name) => {
    const schema = resolved({ $ref: `#/components/schemas/${name}` }, 'asyncapi.yaml') as JsonObject;
    return [name.toLowerCase(), schema];
  }),
);

/** Throws a ContractViolation unless this is a frame that the server may send. */
export function checkFrame(text: string): void {
  const frame = JSON.parse(text) as { type?: string };
  const schema = frames.get(frame.type ?? '');
  if (schema === undefined) throw new ContractViolation(`no such frame: ${text.slice(0, 300)}`);
  const wrong = checkOf(schema, 'closed')(frame);
  if (wrong !== undefined)
    throw new ContractViolation(`a frame breaks its schema:\n  ${wrong}\n${text.slice(0, 1500)}`);
}
