import { KEPT_HEADER } from '../offline';
import { readClocks, type Sighting, sightingOf } from '../serverTime';
import { ApiError, isProblem, NoAnswer } from './problem';

const BASE = '/api/v1';
const DEADLINE_MS = 15_000;

export interface Ask {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  /** A capability token; it goes into the Authorization header and nowhere else. */
  token?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

export interface Answer<T> {
  data: T;
  status: number;
  etag: string | null;
  /** The server's clock, in milliseconds; this machine's where the header is missing. */
  date: number;
  /** What the answer tells of the server's clock; null where it has no date. */
  sighting: Sighting | null;
  /** Nothing answered, and this is what was answered to the same question before. */
  isKept: boolean;
}

/** Asks the API. Throws `ApiError` for any answer but 2xx and 304 (whose data is undefined), `NoAnswer` when none came. */
export async function ask<T>(
  path: string,
  { method = 'GET', query, body, token, headers, signal }: Ask = {},
): Promise<Answer<T>> {
  const deadline = AbortSignal.timeout(DEADLINE_MS);
  const init: RequestInit = {
    method,
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
    signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  const asked = readClocks();
  const response = await send(BASE + path + search(query), init, signal);
  if (!response.ok && response.status !== 304) throw await refusal(response);
  const isKept = response.headers.has(KEPT_HEADER);
  const data = response.status === 204 || response.status === 304 ? undefined : await decode(response, signal);
  return {
    data: data as T,
    status: response.status,
    etag: response.headers.get('etag'),
    date: Date.parse(response.headers.get('date') ?? '') || Date.now(),
    // What was kept tells of another time.
    sighting: isKept ? null : sightingOf(response.headers.get('date'), asked),
    isKept,
  };
}

async function send(url: string, init: RequestInit, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new NoAnswer('The shop did not answer.', { cause });
  }
}

async function decode(response: Response, signal: AbortSignal | undefined): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new NoAnswer('The answer broke off.', { cause });
  }
}

async function refusal(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => undefined);
  const problem = isProblem(body) ? body : undefined;
  const trace = problem?.instance?.replace(/^urn:trace:/, '') ?? response.headers.get('x-trace-id') ?? undefined;
  return new ApiError(response.status, problem, trace);
}

function search(query: Ask['query']): string {
  const pairs = Object.entries(query ?? {}).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [[key, String(value)]],
  );
  return pairs.length ? `?${new URLSearchParams(pairs)}` : '';
}
