// The verbs that reach AWS, with stand-ins for `aws` and `terraform` that write down what they were told, and the running shop in the
// place of the one that was deployed.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { shopApp } from '../support/app.ts';
import { type Host, root, startHost } from '../support/host.ts';
import { account, built, Sandbox, shop } from './sandbox.ts';

let box: Sandbox;
beforeEach(async () => {
  box = await Sandbox.make();
});
afterEach(() => box.remove());

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const optionOf = (words: string[], name: string): string | undefined => words[words.indexOf(name) + 1];
const order = async (): Promise<string[]> =>
  (await box.calls()).map(({ program, words }) =>
    [program, ...words.filter((word) => !word.startsWith('-')).slice(0, 2)].join(' '),
  );

describe('a verb that reaches AWS says in one line what is missing', () => {
  const lineOf = async (...words: string[]): Promise<string> => {
    const { code, said } = await box.dev(...words);
    expect(code).toBe(1);
    expect(await box.calls('terraform', 'apply')).toEqual([]);
    const lines = said.trim().split('\n');
    expect(lines).toHaveLength(1);
    return lines[0] ?? '';
  };

  test('no environment', async () => {
    expect(await lineOf('deploy')).toBe('./dev: which environment? dev, staging or prod');
  });
  test('an environment that is none', async () => {
    expect(await lineOf('deploy', 'live')).toContain("'live' is no environment");
  });
  test('the settings of the environment', async () => {
    expect(await lineOf('deploy', 'staging')).toContain('infra/envs/staging/terraform.tfvars is missing: copy');
  });
  test('Terraform', async () => {
    await box.without('terraform');
    expect(await lineOf('deploy', 'dev')).toContain('https://developer.hashicorp.com/terraform/install');
  });
  test('a Terraform that is new enough', async () => {
    box.answer({ 'terraform version': { out: '{"terraform_version":"1.9.8"}' } });
    expect(await lineOf('deploy', 'dev')).toContain('terraform is 1.9.8, and 1.11 is needed');
  });
  test('the AWS CLI', async () => {
    await box.without('aws');
    expect(await lineOf('redrive', 'dev', 'pusher-failures')).toContain(
      "the AWS CLI is missing: version 2 by 'apt-get install awscli', or https://",
    );
  });
  test('the AWS CLI of version 2', async () => {
    box.answer({ 'aws --version': { out: 'aws-cli/1.45.11 Python/3.11' } });
    expect(await lineOf('destroy', 'dev')).toContain('aws-cli/1.45.11, and version 2 is needed');
  });
  test('credentials', async () => {
    box.answer({ 'aws sts get-caller-identity': { code: 255, error: 'Unable to locate credentials\n' } });
    expect(await lineOf('editor-key', 'dev')).toBe(
      "./dev: AWS takes no credentials from here (Unable to locate credentials): run 'aws configure sso', then set AWS_PROFILE",
    );
  });
  test('credentials of the right account', async () => {
    box.answer({ 'aws sts get-caller-identity': { out: '999999999999\n' } });
    expect(await lineOf('deploy', 'dev')).toContain(`of account 999999999999, and dev lives in ${account}`);
  });
});

describe('./dev deploy', () => {
  let host: Host;
  beforeAll(async () => {
    host = await startHost();
  });
  afterAll(() => host.stop());
  beforeEach(() => {
    box.answer({ 'terraform output': { out: JSON.stringify({ ...shop, url: host.url }) } });
  });

  test('plans, applies, shifts what changed, uploads, looks, and says where the shop is', async () => {
    const { code, said } = await box.dev('deploy', 'dev', '--yes', '--packaged');
    expect({ code, said }).toMatchObject({ code: 0 });
    expect(said).toContain(`dev is at ${host.url}`);

    const calls = await order();
    const at = (call: string): number => calls.indexOf(call);
    const steps = ['terraform init', 'terraform plan', 'terraform apply', 'aws s3 sync', 'aws lambda get-alias'];
    const later = [
      'aws deploy create-deployment',
      'aws deploy wait',
      'aws s3 cp',
      'aws cloudfront create-invalidation',
    ];
    expect(calls).toEqual(expect.arrayContaining(steps.slice(3)));
    const places = ['init', 'plan', 'apply'].map((verb) =>
      calls.findIndex((call) => call.startsWith(`terraform ${verb}`)),
    );
    const rest = [...steps.slice(3), ...later.slice(0, 2)].map(at);
    expect([...places, ...rest]).toEqual([...places, ...rest].toSorted((a, b) => a - b));
    expect(Math.min(...places, ...rest)).toBeGreaterThanOrEqual(0);
    expect(calls.at(-1)).toBe(later[3]);
  });

  test('shifts only functions whose alias is behind, from the version that answers to the new one', async () => {
    await box.dev('deploy', 'dev', '--yes', '--packaged');
    const deployments = await box.calls('aws', 'deploy', 'create-deployment');
    expect(deployments).toHaveLength(1);
    const input = JSON.parse(deployments[0]?.input ?? '') as {
      applicationName: string;
      deploymentGroupName: string;
      revision: { revisionType: string; appSpecContent: { content: string } };
    };
    expect(input).toMatchObject({ applicationName: 'vitrine-dev', deploymentGroupName: 'orders' });
    expect(input.revision.revisionType).toBe('AppSpecContent');
    expect(JSON.parse(input.revision.appSpecContent.content)).toEqual({
      version: '0.0',
      Resources: [
        {
          function: {
            Type: 'AWS::Lambda::Function',
            Properties: { Name: 'vitrine-dev-orders', Alias: 'live', CurrentVersion: '7', TargetVersion: '3' },
          },
        },
      ],
    });
    expect(
      await box.calls('aws', 'deploy', 'wait', 'deployment-successful', '--deployment-id', 'd-EXAMPLE'),
    ).toHaveLength(1);
  });

  test('uploads no page of a release whose traffic was rolled back', async () => {
    box.answer({
      'terraform output': { out: JSON.stringify({ ...shop, url: host.url }) },
      'aws deploy wait': { code: 255, error: 'Waiter DeploymentSuccessful failed\n' },
    });
    const { code, said } = await box.dev('deploy', 'dev', '--yes', '--packaged');
    expect(code).toBe(1);
    expect(said).toContain('deployment d-EXAMPLE did not succeed');
    expect(await box.calls('aws', 'cloudfront')).toEqual([]);
    expect((await box.calls('aws', 's3', 'cp')).map(({ words }) => words[2])).not.toContain('out/web/index.html');
  });

  test('fails where an upload fails', async () => {
    box.answer({ 'aws s3 sync': { code: 1, error: 'upload failed\n' } });
    const { code, said } = await box.dev('deploy', 'dev', '--yes', '--packaged');
    expect(code).toBe(1);
    expect(said).toContain('assets failed');
    expect(await box.calls('aws', 'deploy')).toEqual([]);
  });

  test('stops at the plan with --plan, and changes nothing', async () => {
    const { code } = await box.dev('deploy', 'dev', '--plan', '--packaged');
    expect(code).toBe(0);
    expect(await box.calls('terraform', 'plan')).toHaveLength(1);
    for (const verb of [
      ['terraform', 'apply'],
      ['aws', 's3'],
      ['aws', 'deploy'],
      ['aws', 'ssm', 'put-parameter'],
    ])
      expect(await box.calls(...verb)).toEqual([]);
  });

  test('leaves the state unlocked only where nothing is applied', async () => {
    await box.dev('deploy', 'dev', '--plan', '--no-lock', '--packaged');
    expect((await box.calls('terraform', 'plan'))[0]?.words).toContain('-lock=false');
    expect(await box.dev('deploy', 'dev', '--yes', '--no-lock', '--packaged')).toMatchObject({ code: 1 });
    expect(await box.calls()).toEqual([]);
  });

  test('with --plan makes no secrets either, and says that they are missing', async () => {
    box.answer({ 'aws ssm get-parameter': { code: 254, error: 'ParameterNotFound\n' } });
    const { code, said } = await box.dev('deploy', 'dev', '--plan', '--packaged');
    expect(code).toBe(1);
    expect(said).toContain('dev has no secrets yet');
    expect(await box.calls('aws', 'ssm', 'put-parameter')).toEqual([]);
  });

  test('applies nothing where nobody can be asked', async () => {
    const { code, said } = await box.dev('deploy', 'dev', '--packaged');
    expect(code).toBe(1);
    expect(said).toContain('nobody is here to ask');
    expect(await box.calls('terraform', 'apply')).toEqual([]);
  });

  test('keeps the state in the account’s own bucket, and no plan behind it', async () => {
    await box.dev('deploy', 'dev', '--yes', '--packaged');
    const [init] = await box.calls('terraform', 'init');
    expect(init?.words).toContain(`-backend-config=bucket=vitrine-state-${account}`);
    expect(init?.words).toContain('-backend-config=region=eu-central-1');
    expect(await box.left()).not.toContain('a plan');
  });

  test('makes both secrets and the hash of one once, and shows them to nobody', async () => {
    box.answer({
      'terraform output': { out: JSON.stringify({ ...shop, url: host.url }) },
      'aws ssm get-parameter': { code: 254, error: 'ParameterNotFound\n' },
    });
    const { code, said, out } = await box.dev('deploy', 'dev', '--yes', '--packaged');
    expect(code).toBe(0);
    const put = (await box.calls('aws', 'ssm', 'put-parameter')).map(
      ({ input }) => JSON.parse(input) as { Name: string; Type: string; Value: string },
    );
    expect(put.map(({ Name, Type }) => [Name, Type])).toEqual([
      ['/vitrine/dev/origin-secrets', 'SecureString'],
      ['/vitrine/dev/editor-keys', 'SecureString'],
      ['/vitrine/dev/editor-key-hashes', 'String'],
    ]);
    expect(put[2]?.Value).toBe(sha256(put[1]?.Value ?? ''));
    const words = (await box.calls()).flatMap((call) => call.words).join(' ');
    for (const { Value } of put) {
      expect(Value).toMatch(/^[0-9a-f]{64}$/);
      for (const text of [words, said, out, await box.left()]) expect(text).not.toContain(Value);
    }
  });

  test('keeps a key in force that has no hash yet', async () => {
    box.answer({
      'terraform output': { out: JSON.stringify({ ...shop, url: host.url }) },
      // The origin secret is there, the hash is not, the key is; and this is it.
      'aws ssm get-parameter': [{ out: '1\n' }, { code: 254 }, { out: '1\n' }, { out: 'one,two\n' }],
    });
    expect(await box.dev('deploy', 'dev', '--yes', '--packaged')).toMatchObject({ code: 0 });
    const put = (await box.calls('aws', 'ssm', 'put-parameter')).map(
      ({ input }) => JSON.parse(input) as { Name: string; Value: string },
    );
    expect(put).toMatchObject([
      { Name: '/vitrine/dev/editor-keys', Value: 'one,two' },
      { Name: '/vitrine/dev/editor-key-hashes', Value: `${sha256('one')},${sha256('two')}` },
    ]);
  });

  test('draws no key in place of one that cannot be read', async () => {
    box.answer({ 'aws ssm get-parameter': [{ out: '1\n' }, { code: 254 }, { out: '1\n' }, { code: 254 }] });
    const { code, said } = await box.dev('deploy', 'dev', '--yes', '--packaged');
    expect(code).toBe(1);
    expect(said).toContain('/vitrine/dev/editor-keys is there, and cannot be read');
    expect(await box.calls('aws', 'ssm', 'put-parameter')).toEqual([]);
  });

  test('asks for no key where its hash is there: the pipelines may not read it', async () => {
    await box.dev('deploy', 'dev', '--yes', '--packaged');
    const asked = (await box.calls('aws', 'ssm', 'get-parameter')).map(({ words }) => optionOf(words, '--name'));
    expect(asked).toEqual(['/vitrine/dev/origin-secrets', '/vitrine/dev/editor-key-hashes']);
  });

  test('leaves secrets that are there alone', async () => {
    await box.dev('deploy', 'dev', '--yes', '--packaged');
    expect(await box.calls('aws', 'ssm', 'put-parameter')).toEqual([]);
  });

  test('of the site alone (deploy-site) touches no function and applies nothing, and its last upload is the page', async () => {
    await box.stand('npm');
    await box.dev('deploy-site', 'dev');
    for (const verb of [
      ['terraform', 'plan'],
      ['terraform', 'apply'],
      ['aws', 'lambda'],
      ['aws', 'deploy'],
    ])
      expect(await box.calls(...verb)).toEqual([]);
    expect((await box.calls('aws', 's3')).at(-1)?.words.slice(0, 4)).toEqual([
      's3',
      'cp',
      'out/web/index.html',
      's3://the-web-bucket/index.html',
    ]);
    expect((await box.calls('aws', 's3')).flatMap(({ words }) => words)).not.toContain('--delete');
  });
});

describe('what ./dev deploy uploads', () => {
  let host: Host;
  let uploads: Map<string, { type: string | undefined; cache: string | undefined }>;
  let invalidated: string[];

  /** The files that a call of `aws s3 cp` or `sync` sends, by their address in the shop. */
  function sent(words: string[]): string[] {
    const [, , from = '', to = ''] = words;
    const address = to.replace(/^s3:\/\/[^/]+/, '');
    if (words[1] === 'cp') return [address];
    const pattern = (optionOf(words, '--include') ?? '').slice(1);
    return Object.keys(built)
      .map((file) => `out/${file}`)
      .filter((file) => file.startsWith(`${from}/`) && file.endsWith(pattern))
      .map((file) => address + file.slice(from.length));
  }

  beforeAll(async () => {
    const own = await Sandbox.make();
    host = await startHost({
      app: await shopApp((app) => {
        app.web = { ...app.web, root: join(own.folder, 'out/web'), media: join(own.folder, 'out/media') };
      }),
    });
    own.answer({ 'terraform output': { out: JSON.stringify({ ...shop, url: host.url }) } });
    const { code, said } = await own.dev('deploy', 'dev', '--yes', '--packaged');
    expect({ code, said }).toMatchObject({ code: 0 });
    const calls = (await own.calls('aws', 's3')).map(({ words }) => words);
    uploads = new Map(
      calls.flatMap((words) =>
        sent(words).map((address) => [
          address,
          { type: optionOf(words, '--content-type'), cache: optionOf(words, '--cache-control') },
        ]),
      ),
    );
    const [invalidation] = await own.calls('aws', 'cloudfront', 'create-invalidation');
    invalidated = invalidation?.words.slice(invalidation.words.indexOf('--paths') + 1) ?? [];
    return async () => {
      await host.stop();
      await own.remove();
    };
  }, 120_000);

  const addresses = Object.keys(built)
    .filter((file) => !/\.(br|gz)$/.test(file))
    .map((file) => (file.startsWith('web/') ? file.slice(3) : `/${file}`));

  test('is every file that was built, without the copies for the local host', () => {
    expect([...uploads.keys()].sort()).toEqual(addresses.sort());
  });

  test.each(addresses.filter((address) => address !== '/media/og.jpg'))(
    'gives %s the type and the life that the local host gives it',
    async (address) => {
      const { headers } = await fetch(host.url + address);
      expect(uploads.get(address)).toEqual({ type: headers.get('content-type'), cache: headers.get('cache-control') });
    },
  );

  test('keeps hashed files for ever, and has browsers ask for index.html each time', () => {
    expect(uploads.get('/assets/index-DKEP-0nM.js')?.cache).toBe('public, max-age=31536000, immutable');
    expect(uploads.get('/index.html')?.cache).toBe('no-cache');
    expect(uploads.get('/media/og.jpg')).toEqual({ type: 'image/jpeg', cache: 'public, max-age=3600' });
  });

  test('takes everything without a hash in its name out of CloudFront’s caches, and nothing else', () => {
    const unhashed = addresses.filter((address) => !/^\/(assets|media\/products)\//.test(address));
    expect(invalidated.sort()).toEqual(['/', ...unhashed].sort());
  });
});

describe('./dev destroy', () => {
  test('refuses prod before it asks AWS for anything', async () => {
    const { code, said } = await box.dev('destroy', 'prod', '--yes');
    expect(code).toBe(1);
    expect(said).toContain('prod is not destroyed by a command');
    expect(await box.calls()).toEqual([]);
  });

  test('destroys what the plan showed, then the secrets', async () => {
    const { code } = await box.dev('destroy', 'dev', '--yes');
    expect(code).toBe(0);
    const [plan] = await box.calls('terraform', 'plan');
    expect(plan?.words).toContain('-destroy');
    expect((await order()).slice(-2)).toEqual([
      expect.stringContaining('terraform apply'),
      'aws ssm delete-parameters',
    ]);
    const [deleted] = await box.calls('aws', 'ssm', 'delete-parameters');
    expect(deleted?.words.slice(3)).toEqual(
      ['origin-secrets', 'editor-keys', 'editor-key-hashes'].map((secret) => `/vitrine/dev/${secret}`),
    );
  });

  test('destroys nothing where nobody can be asked', async () => {
    expect((await box.dev('destroy', 'dev')).code).toBe(1);
    expect(await box.calls('terraform', 'apply')).toEqual([]);
  });
});

describe('./dev editor-key', () => {
  test('puts a new key in force and prints it, and nothing else on standard output', async () => {
    const { code, out, said } = await box.dev('editor-key', 'dev', '--yes');
    expect({ code, said }).toMatchObject({ code: 0 });
    expect(out).toMatch(/^[0-9a-f]{64}\n$/);
    const put = (await box.calls('aws', 'ssm', 'put-parameter')).map(({ input }) => JSON.parse(input) as object);
    expect(put).toEqual([
      { Name: '/vitrine/dev/editor-keys', Type: 'SecureString', Overwrite: true, Value: out.trim() },
      { Name: '/vitrine/dev/editor-key-hashes', Type: 'String', Overwrite: true, Value: sha256(out.trim()) },
    ]);
    const words = (await box.calls()).flatMap((call) => call.words).join(' ');
    for (const text of [words, said, await box.left()]) expect(text).not.toContain(out.trim());
    expect(await box.calls('aws', 'deploy', 'wait')).toHaveLength(1);
  });

  test('draws another key each time', async () => {
    const keys = [(await box.dev('editor-key', 'dev', '--yes')).out, (await box.dev('editor-key', 'dev', '--yes')).out];
    expect(new Set(keys).size).toBe(2);
  });

  test('with --show prints the key in force and changes nothing', async () => {
    box.answer({ 'aws ssm get-parameter': { out: 'the key in force\n' } });
    expect(await box.dev('editor-key', 'dev', '--show')).toMatchObject({ code: 0, out: 'the key in force\n' });
    expect(await box.calls('terraform', 'apply')).toEqual([]);
    expect(await box.calls('aws', 'ssm', 'put-parameter')).toEqual([]);
  });
});

describe('./dev redrive', () => {
  const stream = 'arn:aws:dynamodb:eu-central-1:123456789012:table/vitrine-dev-orders/stream/2026-11-22T00:00:00.000';
  const pusher = 'arn:aws:lambda:eu-central-1:123456789012:function:vitrine-dev-pusher:live';
  const failed = (id: string) => ({
    MessageId: id,
    ReceiptHandle: `handle of ${id}`,
    Body: JSON.stringify({
      requestContext: { functionArn: pusher },
      DDBStreamBatchInfo: {
        shardId: 'shardId-1',
        startSequenceNumber: '100',
        endSequenceNumber: '102',
        batchSize: 2,
        streamArn: stream,
      },
    }),
  });
  const record = (number: string, pk: string) => ({
    eventID: number,
    eventName: 'MODIFY',
    eventSource: 'aws:dynamodb',
    dynamodb: {
      ApproximateCreationDateTime: '2026-11-22T12:00:00+00:00',
      Keys: { pk: { S: pk } },
      SequenceNumber: number,
    },
  });
  const records = [
    record('100', 'order#one'),
    record('101', 'key#two'),
    record('102', 'order#three'),
    record('103', 'order#four'),
  ];
  const readable = {
    'aws sqs receive-message': [{ out: JSON.stringify({ Messages: [failed('one')] }) }, { out: '' }],
    'aws dynamodbstreams get-shard-iterator': { out: '{"ShardIterator":"here"}' },
    'aws dynamodbstreams get-records': { out: JSON.stringify({ Records: records, NextShardIterator: 'there' }) },
    'aws lambda invoke': { out: '{"StatusCode":200}', file: '{"batchItemFailures":[]}' },
  };

  test('hands the function the batch as it was, filtered as its mapping filters, and takes the message away', async () => {
    box.answer(readable);
    const { code, out } = await box.dev('redrive', 'dev', 'pusher-failures');
    expect({ code, out }).toEqual({ code: 0, out: '1 batches taken, 0 left\n' });
    const [invoked] = await box.calls('aws', 'lambda', 'invoke');
    expect(optionOf(invoked?.words ?? [], '--function-name')).toBe(pusher);
    const { Records } = JSON.parse(invoked?.input ?? '') as { Records: ReturnType<typeof record>[] };
    expect(Records.map(({ dynamodb }) => dynamodb.SequenceNumber)).toEqual(['100', '102']);
    expect(Records[0]).toMatchObject({
      eventSourceARN: stream,
      dynamodb: { ApproximateCreationDateTime: Date.parse('2026-11-22T12:00:00Z') / 1000 },
    });
    expect((await box.calls('aws', 'sqs', 'delete-message')).map(({ input }) => JSON.parse(input) as unknown)).toEqual([
      { QueueUrl: shop.failure_queues['pusher-failures'], ReceiptHandle: 'handle of one' },
    ]);
  });

  test.each([
    ['fails', { 'aws lambda invoke': { out: '{"StatusCode":200,"FunctionError":"Unhandled"}', file: '{}' } }],
    [
      'cannot take all of it',
      { 'aws lambda invoke': { out: '{}', file: '{"batchItemFailures":[{"itemIdentifier":"100"}]}' } },
    ],
    [
      'would get records that the stream no longer has',
      { 'aws dynamodbstreams get-records': { out: '{"Records":[]}' } },
    ],
    [
      'cannot be reached',
      { 'aws dynamodbstreams get-shard-iterator': { code: 254, error: 'TrimmedDataAccessException\n' } },
    ],
  ])('leaves the message where the function %s', async (_, answers) => {
    box.answer({ ...readable, ...answers });
    const { code, out } = await box.dev('redrive', 'dev', 'pusher-failures');
    expect(code).toBe(1);
    expect(out).toContain('0 batches taken, 1 left');
    expect(await box.calls('aws', 'sqs', 'delete-message')).toEqual([]);
  });

  test('names the queues there are where the one asked for is none', async () => {
    const { code, said } = await box.dev('redrive', 'dev', 'other');
    expect(code).toBe(1);
    expect(said).toContain('which queue? dev has: pusher-failures');
  });
});

test('the look at what was deployed fails where the shop is not what it should be', async () => {
  const smoke = promisify(execFile)('node', [join(root, 'tools/deploy/smoke.ts'), 'http://127.0.0.1:9/', '1']);
  await expect(smoke).rejects.toMatchObject({ code: 1, stdout: expect.stringContaining('wrong the page') as string });
});
