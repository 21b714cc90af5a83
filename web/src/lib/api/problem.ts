import type { Money } from './shapes';

/** One line of a 409: what was short, or what changed its price. */
export interface ProblemLine {
  productId: string;
  wanted?: number;
  available?: number;
  from?: Money;
  to?: Money;
}

/** RFC 9457, as the API fills it. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  instance?: string;
  errors?: { pointer: string; detail: string }[];
  lines?: ProblemLine[];
  /** With price-changed: what would be charged now. */
  total?: Money;
}

/** The shop answered, and it was not what was asked for. `problem` is absent when the body was none (a gateway's own answer). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly status: number,
    readonly problem: Problem | undefined,
    readonly trace: string | undefined,
  ) {
    super(problem?.detail ?? problem?.title ?? `The shop answered ${status}.`);
  }

  /** True for `/problems/NAME`, wherever the site lives. */
  is(name: string): boolean {
    return this.problem?.type.endsWith(`/problems/${name}`) ?? false;
  }
}

/** There is no such thing, or cannot be: an address may hold what is no id. */
export const isMissing = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 404 || error.status === 400);

/** The shop did not answer: no network, or not in time. Whether a write arrived is unknown. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

export function isProblem(body: unknown): body is Problem {
  return (
    typeof body === 'object' &&
    body !== null &&
    typeof (body as Problem).type === 'string' &&
    typeof (body as Problem).title === 'string' &&
    typeof (body as Problem).status === 'number'
  );
}
