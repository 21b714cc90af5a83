// What AWS's provider calls for each type that the environments have, by operation, in IAM's names. The facts were taken from a log of the
// provider at work and from its documentation; AWS's user guides say what else a call needs: tags at creation, roles that are handed on.
import type { Attributes } from './plan.ts';

export type Operation = 'create' | 'read' | 'update' | 'delete';
/** Tags decide where AWS draws names: a thing's own, or those of the API that it belongs to. */
type Tags = 'own' | 'parent' | 'none';

export interface Calls {
  tags?: Tags;
  /** What the calls are about. `*` for those that IAM ties to nothing. */
  on: (values: Attributes) => string[];
  create?: string[];
  read: string[];
  update?: string[];
  delete?: string[];
  /** Calls about something else than the thing itself. */
  also?: (
    values: Attributes,
  ) => { operation: Operation; actions: string[]; on: string[]; context?: Record<string, string> }[];
}

const arn = ({ arn }: Attributes): string[] => [String(arn)];
const bucket = ({ bucket }: Attributes): string[] => [`arn:aws:s3:::${bucket}`];
const named = (service: string, names: string): string[] => names.split(' ').map((name) => `${service}:${name}`);
const api = ({ api_id, region }: Attributes, rest: string): string[] => [
  `arn:aws:apigateway:${region}::/apis/${api_id}/${rest}`,
];
const passed = (role: unknown, service: string) => ({
  actions: ['iam:PassRole'],
  on: [String(role)],
  context: { 'iam:PassedToService': `${service}.amazonaws.com` },
});

const rest = (on: Calls['on'], tags: Tags): Calls => ({
  tags,
  on,
  create: ['apigateway:POST'],
  read: ['apigateway:GET'],
  update: ['apigateway:PATCH'],
  delete: ['apigateway:DELETE'],
});

const apis: Record<string, Calls> = {
  aws_apigatewayv2_api: {
    ...rest(({ region, id }) => [`arn:aws:apigateway:${region}::/apis/${id}`], 'own'),
    create: [],
    also: ({ region, arn }) => [
      { operation: 'create', actions: ['apigateway:POST'], on: [`arn:aws:apigateway:${region}::/apis`] },
      {
        operation: 'create',
        actions: ['apigateway:TagResource'],
        on: [`arn:aws:apigateway:${region}::/tags/${encodeURIComponent(String(arn))}`],
      },
    ],
  },
  aws_apigatewayv2_integration: rest((values) => api(values, `integrations/${values.id}`), 'parent'),
  aws_apigatewayv2_route: rest((values) => api(values, `routes/${values.id}`), 'parent'),
  aws_apigatewayv2_route_response: rest(
    (values) => api(values, `routes/${values.route_id}/routeresponses/${values.id}`),
    'parent',
  ),
  aws_apigatewayv2_stage: {
    ...rest((values) => api(values, `stages/${values.name}`), 'parent'),
    also: () => [
      {
        operation: 'create',
        actions: named(
          'logs',
          'CreateLogDelivery GetLogDelivery ListLogDeliveries DescribeResourcePolicies PutResourcePolicy DescribeLogGroups',
        ),
        on: ['*'],
      },
      { operation: 'update', actions: named('logs', 'UpdateLogDelivery'), on: ['*'] },
      { operation: 'delete', actions: named('logs', 'DeleteLogDelivery'), on: ['*'] },
    ],
  },
};

const cdn: Record<string, Calls> = {
  aws_cloudfront_cache_policy: {
    on: ({ id }) => [`arn:aws:cloudfront::123456789012:cache-policy/${id}`],
    read: ['cloudfront:GetCachePolicy'],
    also: () => [{ operation: 'read', actions: ['cloudfront:ListCachePolicies'], on: ['*'] }],
  },
  aws_cloudfront_origin_request_policy: {
    on: ({ id }) => [`arn:aws:cloudfront::123456789012:origin-request-policy/${id}`],
    read: ['cloudfront:GetOriginRequestPolicy'],
    also: () => [{ operation: 'read', actions: ['cloudfront:ListOriginRequestPolicies'], on: ['*'] }],
  },
  aws_cloudfront_distribution: {
    tags: 'own',
    on: arn,
    create: named('cloudfront', 'CreateDistribution CreateDistributionWithTags TagResource'),
    read: named('cloudfront', 'GetDistribution ListTagsForResource'),
    update: named('cloudfront', 'UpdateDistribution TagResource UntagResource'),
    delete: named('cloudfront', 'UpdateDistribution DeleteDistribution'),
  },
  aws_cloudfront_function: {
    on: arn,
    create: named('cloudfront', 'CreateFunction PublishFunction'),
    read: named('cloudfront', 'DescribeFunction GetFunction'),
    update: named('cloudfront', 'UpdateFunction PublishFunction'),
    delete: named('cloudfront', 'DeleteFunction'),
  },
  aws_cloudfront_origin_access_control: {
    on: arn,
    create: named('cloudfront', 'CreateOriginAccessControl'),
    read: named('cloudfront', 'GetOriginAccessControl'),
    update: named('cloudfront', 'UpdateOriginAccessControl'),
    delete: named('cloudfront', 'DeleteOriginAccessControl'),
  },
  aws_cloudfront_response_headers_policy: {
    on: arn,
    create: named('cloudfront', 'CreateResponseHeadersPolicy'),
    read: named('cloudfront', 'GetResponseHeadersPolicy'),
    update: named('cloudfront', 'UpdateResponseHeadersPolicy'),
    delete: named('cloudfront', 'DeleteResponseHeadersPolicy'),
  },
  aws_wafv2_web_acl: {
    tags: 'own',
    on: arn,
    create: named('wafv2', 'CreateWebACL TagResource'),
    read: named('wafv2', 'GetWebACL ListTagsForResource'),
    update: named('wafv2', 'UpdateWebACL TagResource UntagResource'),
    delete: named('wafv2', 'DeleteWebACL'),
    also: () =>
      (['create', 'update'] as const).map((operation) => ({
        operation,
        actions: [operation === 'create' ? 'wafv2:CreateWebACL' : 'wafv2:UpdateWebACL'],
        on: ['arn:aws:wafv2:us-east-1:123456789012:global/managedruleset/AWS/AWSManagedRulesCommonRuleSet'],
      })),
  },
};

const names: Record<string, Calls> = {
  aws_acm_certificate: {
    tags: 'own',
    on: arn,
    create: named('acm', 'RequestCertificate AddTagsToCertificate'),
    read: named('acm', 'DescribeCertificate ListTagsForCertificate'),
    update: named('acm', 'AddTagsToCertificate RemoveTagsFromCertificate'),
    delete: named('acm', 'DeleteCertificate'),
  },
  aws_acm_certificate_validation: {
    tags: 'parent',
    on: ({ certificate_arn }) => [String(certificate_arn)],
    create: [],
    read: named('acm', 'DescribeCertificate'),
  },
  aws_route53_record: {
    on: ({ zone_id }) => [`arn:aws:route53:::hostedzone/${zone_id}`],
    create: named('route53', 'ChangeResourceRecordSets'),
    read: named('route53', 'GetHostedZone ListResourceRecordSets'),
    update: named('route53', 'ChangeResourceRecordSets'),
    delete: named('route53', 'ChangeResourceRecordSets'),
    also: () =>
      (['create', 'update', 'delete'] as const).map((operation) => ({
        operation,
        actions: ['route53:GetChange'],
        on: ['arn:aws:route53:::change/C0EXAMPLE'],
      })),
  },
};

const watching: Record<string, Calls> = {
  aws_budgets_budget: {
    tags: 'own',
    on: arn,
    create: named('budgets', 'ModifyBudget TagResource'),
    read: named('budgets', 'ViewBudget ListTagsForResource'),
    update: named('budgets', 'ModifyBudget TagResource UntagResource'),
    delete: named('budgets', 'ModifyBudget'),
  },
  aws_cloudwatch_dashboard: {
    on: ({ dashboard_arn }) => [String(dashboard_arn)],
    create: named('cloudwatch', 'PutDashboard'),
    read: named('cloudwatch', 'GetDashboard'),
    update: named('cloudwatch', 'PutDashboard'),
    delete: named('cloudwatch', 'DeleteDashboards'),
  },
  aws_cloudwatch_log_group: {
    tags: 'own',
    on: arn,
    create: named('logs', 'CreateLogGroup PutRetentionPolicy TagResource'),
    read: named('logs', 'ListTagsForResource'),
    update: named('logs', 'PutRetentionPolicy TagResource UntagResource'),
    delete: named('logs', 'DeleteLogGroup'),
    also: () => [{ operation: 'read', actions: ['logs:DescribeLogGroups'], on: ['*'] }],
  },
  aws_cloudwatch_metric_alarm: {
    tags: 'own',
    on: arn,
    create: named('cloudwatch', 'PutMetricAlarm TagResource'),
    read: named('cloudwatch', 'DescribeAlarms ListTagsForResource'),
    update: named('cloudwatch', 'PutMetricAlarm TagResource UntagResource'),
    delete: named('cloudwatch', 'DeleteAlarms'),
  },
  aws_sns_topic: {
    tags: 'own',
    on: arn,
    create: named('sns', 'CreateTopic SetTopicAttributes TagResource'),
    read: named('sns', 'GetTopicAttributes ListTagsForResource'),
    update: named('sns', 'SetTopicAttributes TagResource UntagResource'),
    delete: named('sns', 'DeleteTopic'),
  },
  aws_sns_topic_subscription: {
    on: ({ topic_arn }) => [String(topic_arn)],
    create: named('sns', 'Subscribe'),
    read: named('sns', 'GetSubscriptionAttributes'),
    delete: named('sns', 'Unsubscribe'),
  },
};

const functions: Record<string, Calls> = {
  aws_lambda_function: {
    tags: 'own',
    on: arn,
    create: named('lambda', 'CreateFunction TagResource'),
    read: named('lambda', 'GetFunction GetFunctionCodeSigningConfig ListVersionsByFunction'),
    update: named('lambda', 'UpdateFunctionCode UpdateFunctionConfiguration PublishVersion TagResource UntagResource'),
    delete: named('lambda', 'DeleteFunction'),
    also: ({ role }) => (['create', 'update'] as const).map((operation) => ({ operation, ...passed(role, 'lambda') })),
  },
  aws_lambda_alias: {
    on: arn,
    create: named('lambda', 'CreateAlias'),
    read: named('lambda', 'GetAlias'),
    update: named('lambda', 'UpdateAlias'),
    delete: named('lambda', 'DeleteAlias'),
  },
  aws_lambda_permission: {
    on: ({ function_name, qualifier, region }) => [
      `arn:aws:lambda:${region}:123456789012:function:${function_name}:${qualifier}`,
    ],
    create: named('lambda', 'AddPermission'),
    read: named('lambda', 'GetPolicy'),
    delete: named('lambda', 'RemovePermission'),
  },
  aws_lambda_event_source_mapping: {
    tags: 'own',
    on: arn,
    create: named('lambda', 'CreateEventSourceMapping TagResource'),
    read: named('lambda', 'GetEventSourceMapping ListTags'),
    update: named('lambda', 'UpdateEventSourceMapping TagResource UntagResource'),
    delete: named('lambda', 'DeleteEventSourceMapping'),
  },
  aws_scheduler_schedule: {
    on: arn,
    create: named('scheduler', 'CreateSchedule'),
    read: named('scheduler', 'GetSchedule'),
    update: named('scheduler', 'UpdateSchedule'),
    delete: named('scheduler', 'DeleteSchedule'),
    also: ({ target }) =>
      (['create', 'update'] as const).map((operation) => ({
        operation,
        ...passed((target as Attributes[])[0]?.role_arn, 'scheduler'),
      })),
  },
  aws_codedeploy_app: {
    tags: 'own',
    on: arn,
    create: named('codedeploy', 'CreateApplication TagResource'),
    read: named('codedeploy', 'GetApplication ListTagsForResource'),
    update: named('codedeploy', 'TagResource UntagResource'),
    delete: named('codedeploy', 'DeleteApplication'),
  },
  aws_codedeploy_deployment_group: {
    tags: 'own',
    on: arn,
    create: named('codedeploy', 'CreateDeploymentGroup TagResource'),
    read: named('codedeploy', 'GetDeploymentGroup ListTagsForResource'),
    update: named('codedeploy', 'UpdateDeploymentGroup TagResource UntagResource'),
    delete: named('codedeploy', 'DeleteDeploymentGroup'),
    also: ({ service_role_arn }) =>
      (['create', 'update'] as const).map((operation) => ({ operation, ...passed(service_role_arn, 'codedeploy') })),
  },
  aws_iam_role: {
    tags: 'own',
    on: arn,
    create: named('iam', 'CreateRole TagRole'),
    read: named('iam', 'GetRole GetRolePolicy ListAttachedRolePolicies ListRolePolicies'),
    update: named('iam', 'UpdateAssumeRolePolicy PutRolePermissionsBoundary TagRole UntagRole'),
    delete: named('iam', 'DeleteRole ListInstanceProfilesForRole'),
  },
  aws_iam_role_policy: {
    on: ({ role }) => [`arn:aws:iam::123456789012:role/${role}`],
    create: named('iam', 'PutRolePolicy'),
    read: named('iam', 'GetRolePolicy'),
    update: named('iam', 'PutRolePolicy'),
    delete: named('iam', 'DeleteRolePolicy'),
  },
};

const setting = (read: string, write: string, remove = write): Calls => ({
  on: bucket,
  create: named('s3', write),
  read: named('s3', read),
  update: named('s3', write),
  delete: named('s3', remove),
});

const data: Record<string, Calls> = {
  aws_dynamodb_table: {
    tags: 'own',
    on: arn,
    create: named('dynamodb', 'CreateTable TagResource UpdateTimeToLive UpdateContinuousBackups'),
    read: named('dynamodb', 'DescribeTable DescribeContinuousBackups DescribeTimeToLive ListTagsOfResource'),
    update: named('dynamodb', 'UpdateTable UpdateTimeToLive UpdateContinuousBackups TagResource UntagResource'),
    delete: named('dynamodb', 'DeleteTable'),
  },
  // Since 6.23 the provider tags buckets as it makes them, and reads their tags by S3's general calls; where it may not, it does as before.
  aws_s3_bucket: {
    tags: 'own',
    on: bucket,
    create: named('s3', 'CreateBucket TagResource PutBucketTagging'),
    read: named(
      's3',
      'ListBucket GetAccelerateConfiguration GetBucketAcl GetBucketCORS GetBucketLogging GetBucketObjectLockConfiguration GetBucketPolicy GetBucketRequestPayment GetBucketTagging GetBucketVersioning GetBucketWebsite GetEncryptionConfiguration GetLifecycleConfiguration GetReplicationConfiguration ListTagsForResource',
    ),
    update: named('s3', 'PutBucketTagging TagResource UntagResource'),
    delete: named('s3', 'DeleteBucket ListBucketVersions'),
    also: ({ bucket, force_destroy }) =>
      force_destroy
        ? [
            {
              operation: 'delete',
              actions: named('s3', 'DeleteObject DeleteObjectVersion'),
              on: [`arn:aws:s3:::${bucket}/key`],
            },
          ]
        : [],
  },
  aws_s3_bucket_lifecycle_configuration: setting('GetLifecycleConfiguration', 'PutLifecycleConfiguration'),
  aws_s3_bucket_ownership_controls: setting('GetBucketOwnershipControls', 'PutBucketOwnershipControls'),
  aws_s3_bucket_policy: setting('GetBucketPolicy', 'PutBucketPolicy', 'DeleteBucketPolicy'),
  aws_s3_bucket_public_access_block: setting('GetBucketPublicAccessBlock', 'PutBucketPublicAccessBlock'),
  aws_s3_bucket_server_side_encryption_configuration: setting(
    'GetEncryptionConfiguration',
    'PutEncryptionConfiguration',
  ),
  aws_s3_bucket_versioning: setting('GetBucketVersioning', 'PutBucketVersioning'),
  aws_sqs_queue: {
    tags: 'own',
    on: arn,
    create: named('sqs', 'CreateQueue TagQueue'),
    read: named('sqs', 'GetQueueAttributes ListQueueTags'),
    update: named('sqs', 'SetQueueAttributes TagQueue UntagQueue'),
    delete: named('sqs', 'DeleteQueue'),
  },
  aws_ssm_parameter: { on: arn, read: ['ssm:GetParameter'] },
};

/** What AWS answers to everybody, or what Terraform and the provider know by themselves. */
const free: Calls = { on: () => [], read: [] };

export const calls: Record<string, Calls> = {
  ...apis,
  ...cdn,
  ...names,
  ...watching,
  ...functions,
  ...data,
  terraform_data: free,
  aws_caller_identity: free,
  aws_partition: free,
  aws_region: free,
};
