// node tools/deploy/redrive.ts QUEUE_URL: each message of a failure queue names a batch by shard and numbers alone. The batch is read
// from its stream again, which keeps a day, filtered as its mapping filters, and handed to its function. A message goes once the
// function has taken its batch; what fails again stays in the queue.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { fits, type Pattern } from './filter.ts';

interface Message {
  MessageId: string;
  ReceiptHandle: string;
  Body: string;
}
/** https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html */
interface Failed {
  requestContext: { functionArn: string };
  DDBStreamBatchInfo: { shardId: string; startSequenceNumber: string; endSequenceNumber: string; streamArn: string };
}
interface StreamRecord {
  eventName: string;
  dynamodb: { SequenceNumber: string; ApproximateCreationDateTime: string | number; [field: string]: unknown };
  [field: string]: unknown;
}

const rounds = 100;
const pages = 50;
const hidden = 300; // seconds a message is ours: longer than any function runs

// What goes in may hold people's data, and command lines are open to every process: it is in files that their owner alone may read.
const folder = mkdtempSync(join(tmpdir(), 'vitrine-redrive-'));
process.on('exit', () => rmSync(folder, { recursive: true }));

function run(input: object, words: (file: string) => string[]): string {
  const file = join(folder, 'input.json');
  writeFileSync(file, JSON.stringify(input), { mode: 0o600 });
  return execFileSync('aws', words(file), { encoding: 'utf8', maxBuffer: 1 << 26 });
}

/** One call of the AWS CLI. */
function aws<Answer>(service: string, operation: string, input: object): Answer {
  const said = run(input, (file) => [service, operation, '--output', 'json', '--cli-input-json', `file://${file}`]);
  return (said.trim() === '' ? {} : JSON.parse(said)) as Answer;
}

interface Taken {
  batchItemFailures?: unknown[];
}
/** Hands a function its event; what it answers is undefined where it failed. */
function invoke(functionArn: string, event: object): Taken | undefined {
  const answer = join(folder, 'answer.json');
  const said = run(event, (file) =>
    ['lambda', 'invoke', '--function-name', functionArn, '--payload', `fileb://${file}`, '--output', 'json', answer]);
  const { FunctionError: failed } = JSON.parse(said) as { FunctionError?: string };
  return failed === undefined ? ((JSON.parse(readFileSync(answer, 'utf8')) ?? {}) as Taken) : undefined;
}

const app = parse(readFileSync('app.yaml', 'utf8')) as {
  name: string;
  events: { stream: string; to: string; filters?: string[] }[];
};

/** The filters between this table's stream and this function. */
function patternsOf({ requestContext, DDBStreamBatchInfo }: Failed): Pattern[] {
  const table = DDBStreamBatchInfo.streamArn.split('/')[1] ?? '';
  const name = requestContext.functionArn.split(':')[6] ?? '';
  const event = app.events.find(({ stream, to }) => table.endsWith(`-${stream}`) && name.endsWith(`-${to}`));
  return (event?.filters ?? []).map((filter) => JSON.parse(filter) as Pattern);
}

function recordsOf({ shardId, startSequenceNumber, endSequenceNumber, streamArn }: Failed['DDBStreamBatchInfo']) {
  const last = BigInt(endSequenceNumber);
  const at = { StreamArn: streamArn, ShardId: shardId, SequenceNumber: startSequenceNumber };
  const from = { ...at, ShardIteratorType: 'AT_SEQUENCE_NUMBER' };
  let iterator: string | undefined = aws<{ ShardIterator?: string }>('dynamodbstreams', 'get-shard-iterator', from).ShardIterator;
  const found: StreamRecord[] = [];
  for (let page = 0; page < pages && iterator !== undefined; page += 1) {
    const answer: { Records: StreamRecord[]; NextShardIterator?: string } = aws('dynamodbstreams', 'get-records', { ShardIterator: iterator });
    const wanted = answer.Records.filter((record) => BigInt(record.dynamodb.SequenceNumber) <= last);
    found.push(...wanted);
    iterator = wanted.length < answer.Records.length || wanted.at(-1)?.dynamodb.SequenceNumber === endSequenceNumber ? undefined : answer.NextShardIterator;
  }
  return found;
}

/** As Lambda hands a record over: with its stream's ARN, and with epoch seconds. */
const asEvent = (streamArn: string) => (record: StreamRecord) => ({
  ...record,
  eventSourceARN: streamArn,
  dynamodb: {
    ...record.dynamodb,
    ApproximateCreationDateTime: Math.floor(new Date(record.dynamodb.ApproximateCreationDateTime).getTime() / 1000),
  },
});

/** Why a batch was not taken; undefined when it was. */
function redrive(failed: Failed): string | undefined {
  const { streamArn } = failed.DDBStreamBatchInfo;
  const patterns = patternsOf(failed);
  const records = recordsOf(failed.DDBStreamBatchInfo)
    .map(asEvent(streamArn))
    .filter((record) => patterns.length === 0 || patterns.some((pattern) => fits(record, pattern)));
  if (records.length === 0) return 'its records are not in the stream any more';
  const taken = invoke(failed.requestContext.functionArn, { Records: records });
  if (taken === undefined) return 'the function failed';
  return (taken.batchItemFailures ?? []).length === 0 ? undefined : 'the function could not take all of it';
}

const [queue] = process.argv.slice(2);
if (queue === undefined) throw new Error('node tools/deploy/redrive.ts QUEUE_URL');
const receive = { QueueUrl: queue, MaxNumberOfMessages: 10, VisibilityTimeout: hidden, WaitTimeSeconds: 2 };
const counts = { taken: 0, left: 0 };
for (let round = 0; round < rounds; round += 1) {
  const { Messages: messages = [] } = aws<{ Messages?: Message[] }>('sqs', 'receive-message', receive);
  if (messages.length === 0) break;
  for (const { MessageId, ReceiptHandle, Body } of messages) {
    let wrong: string | undefined;
    try {
      wrong = redrive(JSON.parse(Body) as Failed);
    } catch (error) {
      wrong = error instanceof Error ? error.message.split('\n').findLast(Boolean) : 'failed';
    }
    if (wrong === undefined) aws('sqs', 'delete-message', { QueueUrl: queue, ReceiptHandle });
    else console.log(`left  ${MessageId}: ${wrong}`);
    counts[wrong === undefined ? 'taken' : 'left'] += 1;
  }
}
console.log(`${String(counts.taken)} batches taken, ${String(counts.left)} left`);
process.exitCode = counts.left === 0 ? 0 : 1;
