import { FROM_CACHE_HEADER } from '../cachePolicy';
import { readClocks, type ServerTimeBound, serverTimeBound } from '../serverTime';
import { ApiError, isProblem, NoResponse } from './problem';

const BASE = '/api/v1';
const DEADLINE_MS = 15_000;

/** How to call the API. `query`: undefined and empty values are left out; `body`: sent as JSON. */
export interface ApiCall {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: Record<string, string | number | boolean | undefined>;
  body?: unknown;
  /** A capability token; it goes into the Authorization header and nowhere else. */
  token?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

/** A 2xx or 304 answer of the API. */
export interface ApiResponse<T> {
  data: T;
  status: number;
  etag: string | null;
  /** The server's clock, in milliseconds; this machine's where the header is missing. */
  date: number;
  /** A bound of the server's clock; null where the answer has no date. */
  serverTime: ServerTimeBound | null;
  /** There was no answer, and the service worker answered from its cache. */
  fromCache: boolean;
}

/** Calls the API. Throws `ApiError` for any answer but 2xx and 304, `NoResponse` when none came within 15 s. `data` is undefined for 204 and 304. */
export async function callApi<T>(
  path: string,
  { method = 'GET', query, body, token, headers, signal }: ApiCall = {},
): Promise<ApiResponse<T>> {
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
  const fromCache = response.headers.has(FROM_CACHE_HEADER);
  const data = response.status === 204 || response.status === 304 ? undefined : await decode(response, signal);
  return {
    data: data as T,
    status: response.status,
    etag: response.headers.get('etag'),
    date: Date.parse(response.headers.get('date') ?? '') || Date.now(),
    // The date of a cached answer is of another time.
    serverTime: fromCache ? null : serverTimeBound(response.headers.get('date'), asked),
    fromCache,
  };
}

async function send(url: string, init: RequestInit, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new NoResponse('The shop did not answer.', { cause });
  }
}

async function decode(response: Response, signal: AbortSignal | undefined): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new NoResponse('The answer broke off.', { cause });
  }
}

async function refusal(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => undefined);
  const problem = isProblem(body) ? body : undefined;
  const trace = problem?.instance?.replace(/^urn:trace:/, '') ?? response.headers.get('x-trace-id') ?? undefined;
  return new ApiError(response.status, problem, trace);
}

function search(query: ApiCall['query']): string {
  const pairs = Object.entries(query ?? {}).flatMap(([key, value]) =>
    value === undefined || value === '' ? [] : [[key, String(value)]],
  );
  return pairs.length ? `?${new URLSearchParams(pairs)}` : '';
}
