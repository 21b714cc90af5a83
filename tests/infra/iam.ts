// What an IAM policy allows, as far as the pipelines' policies go: Allow statements, patterns, and conditions on single values.
import { type Statement, list } from './checks/rights.ts';

/** What a condition can ask of a request, by condition key, some of which have many values. A key that a request lacks is not there. */
export type Context = Record<string, string | string[] | undefined>;
export interface Request {
  action: string;
  resource: string;
  context: Context;
}

const pattern = (text: string): RegExp =>
  new RegExp(
    `^${text
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );

const operators: Record<string, (value: string, wanted: string) => boolean> = {
  StringEquals: (value, wanted) => value === wanted,
  StringLike: (value, wanted) => pattern(wanted).test(value),
  ArnLike: (value, wanted) => pattern(wanted).test(value),
};

/**
 * Every operator and every key has to hold; of a key's wanted values one. `IfExists` lets a request pass that lacks the key, and so does
 * `ForAllValues`, which asks it of each value of the request.
 */
const holds = (condition: NonNullable<Statement['Condition']>, context: Context): boolean =>
  Object.entries(condition).every(([operator, keys]) => {
    const [, forAll, name = '', ifExists] = /^(ForAllValues:)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
    const compare = operators[name];
    if (compare === undefined) throw new Error(`a policy has a condition that the tests cannot judge: ${operator}`);
    return Object.entries(keys).every(([key, wanted]) => {
      const value = context[key];
      if (value === undefined) return forAll !== undefined || ifExists !== undefined;
      if (Array.isArray(value) && forAll === undefined)
        throw new Error(`${key} has many values, and ${operator} asks for one`);
      return list(value).every((each) => list(wanted).some((one) => compare(each, one)));
    });
  });

export const allows = (policy: Statement[], { action, resource, context }: Request): boolean =>
  policy.some(
    (statement) =>
      statement.Effect === 'Allow' &&
      list(statement.Action).some((one) => pattern(one).test(action)) &&
      list(statement.Resource ?? []).some((one) => pattern(one).test(resource)) &&
      holds(statement.Condition ?? {}, context),
  );
