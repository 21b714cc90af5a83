// The tables, seen by AWS's own client: botocore, in a function that holds nothing but it.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect } from 'vitest';
import { Fixture, type Item, table, type Told } from './fixture.ts';

export type Ok = NonNullable<Told['ok']>;

export const things = table('things');
export const rows = table('rows');
export const S = (value: string) => ({ S: value });
export const N = (value: number | string) => ({ N: String(value) });

/** A fixture that lives as long as the test file. */
export class Dynamo {
  #app: Fixture | undefined;

  constructor() {
    beforeAll(async () => {
      this.#app = await Fixture.start();
    });
    afterAll(async () => {
      await this.#app?.stop();
    });
  }

  async call(operation: string, args: object, more: object = {}, through = '/tables'): Promise<Told> {
    if (this.#app === undefined) throw new Error('the fixture has not started');
    return await this.#app.dynamo(operation, args, more, through);
  }

  async ok(operation: string, args: object): Promise<Ok> {
    const told = await this.call(operation, args);
    if (told.ok === undefined) throw new Error(`${operation}: ${JSON.stringify(told)}`);
    return told.ok;
  }

  async fails(code: string, operation: string, args: object, more: object = {}): Promise<Told> {
    const told = await this.call(operation, args, more);
    expect(told.error?.Code, JSON.stringify(told)).toBe(code);
    return told;
  }

  /** A new item of `things`. */
  async put(fields: Item = {}): Promise<string> {
    const id = randomUUID();
    await this.ok('PutItem', { TableName: things, Item: { id: S(id), ...fields } });
    return id;
  }

  async get(id: string, from = things): Promise<Item | undefined> {
    return (await this.ok('GetItem', { TableName: from, Key: { id: S(id) }, ConsistentRead: true })).Item;
  }
}
