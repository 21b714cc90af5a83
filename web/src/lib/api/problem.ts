import type { Money } from './shapes';

/** One line of a 409: what is not available, or whose price changed. */
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

/** The shop answered with an error. `problem` is undefined when the body was none (a gateway's own answer). */
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

/** 404, or 400: an address may contain what is no id. */
export const isMissing = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 404 || error.status === 400);

/** No answer: no network, a time-out, or a body that broke off. Whether a write arrived is unknown. */
export class NoResponse extends Error {
  override readonly name = 'NoResponse';
}

/** Whether a body has the required members of RFC 9457's problem details. */
export function isProblem(body: unknown): body is Problem {
  return (
    typeof body === 'object' &&
    body !== null &&
    typeof (body as Problem).type === 'string' &&
    typeof (body as Problem).title === 'string' &&
    typeof (body as Problem).status === 'number'
  );
}
