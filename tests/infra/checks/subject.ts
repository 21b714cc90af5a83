// What a check gets, and what checks share.
import { type App, type Attributes, type Plan, resources } from '../plan.ts';

export interface Subject {
  plan: Plan;
  app: App;
  environment: string;
}
/** What is wrong, in words; nothing when all is well. */
export type Check = (subject: Subject) => string[];

export const values = (plan: Plan, type: string): Attributes[] => resources(plan, type).map((one) => one.values);
export const one = (plan: Plan, type: string): Attributes => values(plan, type)[0] ?? {};
const texts = (items: unknown[]): string => JSON.stringify(items.map(String).toSorted());
export const same = (a: unknown[], b: unknown[]): boolean => texts(a) === texts(b);
