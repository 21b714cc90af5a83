// The shop on the tables of prod's plan, in DynamoDB Local: what the plan makes is what the functional suite runs on.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startHost } from '../support/host.ts';
import { type DynamoDbLocal, startDynamoDbLocal } from './dynamodb-local.ts';
import { type Plan, root } from './plan.ts';
import { plannedTables } from './planned-tables.ts';

const chunks = <T>(items: T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));

async function seed(database: DynamoDbLocal): Promise<void> {
  const lines = (await readFile(join(root, 'out/demo/items.jsonl'), 'utf8')).trim().split('\n');
  const items = lines.map((line) => JSON.parse(line) as { table: string; item: object });
  for (const chunk of chunks(items, 25)) {
    const puts: Record<string, object[]> = {};
    for (const { table, item } of chunk) (puts[`vitrine-local-${table}`] ??= []).push({ PutRequest: { Item: item } });
    const { UnprocessedItems } = await database.call('BatchWriteItem', { RequestItems: puts });
    if (Object.keys(UnprocessedItems as object).length > 0) throw new Error('DynamoDB Local left items out');
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const [plan, folder] = [process.env.VITRINE_PLAN, process.env.VITRINE_DYNAMODB_LOCAL];
  if (plan === undefined || folder === undefined)
    throw new Error('./dev test infra runs this: it names plan and DynamoDB Local');
  const database = await startDynamoDbLocal(folder);
  try {
    for (const { create, ttl } of plannedTables(JSON.parse(await readFile(plan, 'utf8')) as Plan, 'prod')) {
      await database.call('CreateTable', create);
      if (ttl !== undefined) await database.call('UpdateTimeToLive', ttl);
    }
    await seed(database);
    const host = await startHost({ args: ['--tables', database.url], readyWithin: 60_000 });
    project.provide('shopUrl', host.url);
    project.provide('editorKey', null);
    return async () => {
      await host.stop();
      await database.stop();
    };
  } catch (error) {
    await database.stop();
    throw error;
  }
}
