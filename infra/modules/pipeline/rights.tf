# What Terraform and a release do to one environment. Names begin with the application's and the environment's, so `PREFIX-*` is the
# environment's own. Where AWS draws the name, a `*` stands for it, and beside it what keeps other environments out: the environment's tag,
# which the provider puts on everything, or why nothing has to. tests/infra holds the rights against what the provider calls.
locals {
  prefixes = { for name in keys(local.environments) : name => "${var.name}-${name}" }
  arn      = "arn:${local.partition}"
  here     = { for service in ["cloudwatch", "codedeploy", "dynamodb", "execute-api", "lambda", "logs", "scheduler", "sns", "sqs", "ssm"] : service => "${local.arn}:${service}:${local.region}:${local.account}" }

  own = {
    for name, prefix in local.prefixes : name => {
      # Named by the environment: the `*` is what comes after its prefix, which is nobody else's (var.environments).
      tables     = ["${local.here.dynamodb}:table/${prefix}-*"]
      functions  = ["${local.here.lambda}:function:${prefix}-*"]
      logs       = ["${local.here.logs}:log-group:/aws/lambda/${prefix}-*", "${local.here.logs}:log-group:/aws/apigateway/${prefix}-*"]
      roles      = ["${local.arn}:iam::${local.account}:role/${prefix}-*"]
      buckets    = ["${local.arn}:s3:::${prefix}-*"]
      queues     = ["${local.here.sqs}:${prefix}-*"]
      topics     = ["${local.here.sns}:${prefix}-*"]
      alarms     = ["${local.here.cloudwatch}:alarm:${prefix}-*"]
      dashboards = ["${local.arn}:cloudwatch::${local.account}:dashboard/${prefix}"]
      schedules  = ["${local.here.scheduler}:schedule/default/${prefix}-*"]
      deploys    = ["${local.here.codedeploy}:application:${prefix}", "${local.here.codedeploy}:deploymentgroup:${prefix}/*"]
      budgets    = ["${local.arn}:budgets::${local.account}:budget/${prefix}"]
      web_acls   = ["${local.arn}:wafv2:us-east-1:${local.account}:global/webacl/${prefix}/*"]
      pages      = ["${local.arn}:cloudfront::${local.account}:function/${prefix}-pages"]
      state      = ["${var.state_bucket.arn}/${name}/*"]
      # What a plan reads: the hashes of editor keys, and not the keys. Who tests the shop from outside reads those.
      settings = [for setting in ["origin-secrets", "editor-key-hashes"] : "${local.here.ssm}:parameter/${var.name}/${name}/${setting}"]
      keys     = ["${local.here.ssm}:parameter/${var.name}/${name}/editor-keys"]

      # Lambda draws the id. Written by tag, and by the function that they call; all may be read.
      mappings = ["${local.here.lambda}:event-source-mapping:*"]
      # CloudFront draws the id: by tag.
      sites = ["${local.arn}:cloudfront::${local.account}:distribution/*"]
      # CloudFront draws the id and knows no tags for these: one environment's stage can change another's settings of headers.
      policies = ["${local.arn}:cloudfront::${local.account}:origin-access-control/*", "${local.arn}:cloudfront::${local.account}:response-headers-policy/*"]
      # API Gateway draws the id: by tag. What is in an API is judged by the API's tags.
      apis = ["${local.arn}:apigateway:${local.region}::/apis", "${local.arn}:apigateway:${local.region}::/apis/*", "${local.arn}:apigateway:${local.region}::/tags/*"]
    }
  }
  # ACM draws the id: by tag.
  certificates = ["${local.arn}:acm:us-east-1:${local.account}:certificate/*"]
  # AWS's own rules, which a web ACL names.
  managed_rules = ["${local.arn}:wafv2:us-east-1:${local.account}:global/managedruleset/*/*"]
  # AWS's own paces of a deployment, read.
  paces = ["${local.here.codedeploy}:deploymentconfig:*"]
  # Route 53 draws the id: it tells when a change has arrived.
  changes = ["${local.arn}:route53:::change/*"]
  # AWS's own policies, looked up by name. They are the same for everybody, and AWS documents no account in their ARNs.
  managed = ["${local.arn}:cloudfront::*:cache-policy/*", "${local.arn}:cloudfront::*:origin-request-policy/*"]
  tagged  = { for name in keys(local.environments) : name => { StringEquals = { "aws:ResourceTag/environment" = name } } }
  # Who tags makes a thing its own: not one that bears another environment's tag already.
  tagging = { for name in keys(local.environments) : name => {
    StringEquals         = { "aws:RequestTag/environment" = name }
    StringEqualsIfExists = { "aws:ResourceTag/environment" = name }
  } }
  mappings = { for name in keys(local.environments) : name => { ArnLike = { "lambda:FunctionArn" = local.own[name].functions } } }
  # The domain's own record, and those below it that prove it to ACM, whose names begin with a line and end as the domain's.
  records = { for name, environment in local.environments : name => {
    "ForAllValues:StringLike" = { "route53:ChangeResourceRecordSetsNormalizedRecordNames" = [lower(environment.domain.name), "_*.${lower(environment.domain.name)}"] }
  } if environment.domain != null }

  may_read = {
    for name, own in local.own : name => [
      for sid, right in {
        Tables       = { on = own.tables, to = ["dynamodb:DescribeTable", "dynamodb:DescribeContinuousBackups", "dynamodb:DescribeTimeToLive", "dynamodb:ListTagsOfResource"] }
        Functions    = { on = own.functions, to = ["lambda:GetFunction", "lambda:GetFunctionConfiguration", "lambda:GetFunctionCodeSigningConfig", "lambda:GetPolicy", "lambda:GetAlias", "lambda:ListVersionsByFunction", "lambda:ListTags"] }
        Mappings     = { on = own.mappings, to = ["lambda:GetEventSourceMapping", "lambda:ListTags"] }
        Logs         = { on = own.logs, to = ["logs:ListTagsForResource"] }
        Roles        = { on = own.roles, to = ["iam:GetRole", "iam:GetRolePolicy", "iam:ListRolePolicies", "iam:ListAttachedRolePolicies", "iam:ListInstanceProfilesForRole"] }
        Buckets      = { on = own.buckets, to = ["s3:ListBucket", "s3:GetBucketLocation", "s3:GetBucketAcl", "s3:GetBucketCORS", "s3:GetBucketLogging", "s3:GetBucketObjectLockConfiguration", "s3:GetBucketOwnershipControls", "s3:GetBucketPolicy", "s3:GetBucketPublicAccessBlock", "s3:GetBucketRequestPayment", "s3:GetBucketTagging", "s3:GetBucketVersioning", "s3:GetBucketWebsite", "s3:GetAccelerateConfiguration", "s3:GetEncryptionConfiguration", "s3:GetLifecycleConfiguration", "s3:GetReplicationConfiguration", "s3:ListTagsForResource"] }
        Queues       = { on = own.queues, to = ["sqs:GetQueueAttributes", "sqs:GetQueueUrl", "sqs:ListQueueTags"] }
        Topics       = { on = own.topics, to = ["sns:GetTopicAttributes", "sns:GetSubscriptionAttributes", "sns:ListTagsForResource"] }
        Alarms       = { on = own.alarms, to = ["cloudwatch:DescribeAlarms", "cloudwatch:ListTagsForResource"] }
        Dashboards   = { on = own.dashboards, to = ["cloudwatch:GetDashboard"] }
        Schedules    = { on = own.schedules, to = ["scheduler:GetSchedule"] }
        Deploys      = { on = own.deploys, to = ["codedeploy:GetApplication", "codedeploy:GetDeploymentGroup", "codedeploy:ListTagsForResource"] }
        Budgets      = { on = own.budgets, to = ["budgets:ViewBudget", "budgets:ListTagsForResource"] }
        Secrets      = { on = own.settings, to = ["ssm:GetParameter"] }
        WebAcls      = { on = own.web_acls, to = ["wafv2:GetWebACL", "wafv2:ListTagsForResource"] }
        Pages        = { on = own.pages, to = ["cloudfront:DescribeFunction", "cloudfront:GetFunction"] }
        Sites        = { on = own.sites, to = ["cloudfront:GetDistribution", "cloudfront:ListTagsForResource"], if = local.tagged[name] }
        SitePolicies = { on = own.policies, to = ["cloudfront:GetOriginAccessControl", "cloudfront:GetResponseHeadersPolicy"] }
        Managed      = { on = local.managed, to = ["cloudfront:GetCachePolicy", "cloudfront:GetOriginRequestPolicy"] }
        Apis         = { on = own.apis, to = ["apigateway:GET"], if = local.tagged[name] }
        State        = { on = own.state, to = ["s3:GetObject"] }
        # The environment's own folder of the states.
        StateBucket = { on = [var.state_bucket.arn], to = ["s3:ListBucket"], if = { StringLike = { "s3:prefix" = ["${name}/*"] } } }
        # IAM ties these to nothing.
        WithoutObject = { on = ["*"], to = ["cloudfront:ListCachePolicies", "cloudfront:ListOriginRequestPolicies", "logs:DescribeLogGroups"] }
      } : merge({ Sid = "Read${sid}", Effect = "Allow", Action = right.to, Resource = right.on }, { for key in ["Condition"] : key => right.if if can(right.if) })
    ]
  }

  may_write = {
    for name, own in local.own : name => [
      for sid, right in {
        Tables        = { on = own.tables, to = ["dynamodb:CreateTable", "dynamodb:DeleteTable", "dynamodb:UpdateTable", "dynamodb:UpdateContinuousBackups", "dynamodb:UpdateTimeToLive", "dynamodb:TagResource", "dynamodb:UntagResource"] }
        Functions     = { on = own.functions, to = ["lambda:CreateFunction", "lambda:DeleteFunction", "lambda:UpdateFunctionCode", "lambda:UpdateFunctionConfiguration", "lambda:PublishVersion", "lambda:CreateAlias", "lambda:UpdateAlias", "lambda:DeleteAlias", "lambda:AddPermission", "lambda:RemovePermission", "lambda:TagResource", "lambda:UntagResource"] }
        NewMappings   = { on = own.mappings, to = ["lambda:CreateEventSourceMapping"], if = local.mappings[name] }
        Mappings      = { on = own.mappings, to = ["lambda:UpdateEventSourceMapping", "lambda:DeleteEventSourceMapping"], if = merge(local.mappings[name], local.tagged[name]) }
        TagMappings   = { on = own.mappings, to = ["lambda:TagResource"], if = local.tagging[name] }
        UntagMappings = { on = own.mappings, to = ["lambda:UntagResource"], if = local.tagged[name] }
        Logs          = { on = own.logs, to = ["logs:CreateLogGroup", "logs:DeleteLogGroup", "logs:PutRetentionPolicy", "logs:TagResource", "logs:UntagResource"] }
        Buckets       = { on = own.buckets, to = ["s3:CreateBucket", "s3:DeleteBucket", "s3:DeleteBucketPolicy", "s3:PutBucketOwnershipControls", "s3:PutBucketPolicy", "s3:PutBucketPublicAccessBlock", "s3:PutBucketTagging", "s3:TagResource", "s3:UntagResource", "s3:PutBucketVersioning", "s3:PutEncryptionConfiguration", "s3:PutLifecycleConfiguration", "s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucketVersions", "s3:DeleteObjectVersion"] }
        Queues        = { on = own.queues, to = ["sqs:CreateQueue", "sqs:DeleteQueue", "sqs:SetQueueAttributes", "sqs:TagQueue", "sqs:UntagQueue"] }
        Topics        = { on = own.topics, to = ["sns:CreateTopic", "sns:DeleteTopic", "sns:SetTopicAttributes", "sns:Subscribe", "sns:Unsubscribe", "sns:TagResource", "sns:UntagResource"] }
        Alarms        = { on = own.alarms, to = ["cloudwatch:PutMetricAlarm", "cloudwatch:DeleteAlarms", "cloudwatch:TagResource", "cloudwatch:UntagResource"] }
        Dashboards    = { on = own.dashboards, to = ["cloudwatch:PutDashboard", "cloudwatch:DeleteDashboards"] }
        Schedules     = { on = own.schedules, to = ["scheduler:CreateSchedule", "scheduler:UpdateSchedule", "scheduler:DeleteSchedule"] }
        Deploys       = { on = own.deploys, to = ["codedeploy:CreateApplication", "codedeploy:DeleteApplication", "codedeploy:CreateDeploymentGroup", "codedeploy:UpdateDeploymentGroup", "codedeploy:DeleteDeploymentGroup", "codedeploy:CreateDeployment", "codedeploy:GetDeployment", "codedeploy:RegisterApplicationRevision", "codedeploy:GetApplicationRevision", "codedeploy:TagResource", "codedeploy:UntagResource"] }
        Paces         = { on = local.paces, to = ["codedeploy:GetDeploymentConfig"] }
        Budgets       = { on = own.budgets, to = ["budgets:ModifyBudget", "budgets:TagResource", "budgets:UntagResource"] }
        State         = { on = own.state, to = ["s3:PutObject", "s3:DeleteObject"] }
        # IAM ties these to nothing.
        WithoutObject = { on = ["*"], to = ["logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery", "logs:DeleteLogDelivery", "logs:ListLogDeliveries", "logs:DescribeResourcePolicies", "logs:PutResourcePolicy"] }
      } : merge({ Sid = "Write${sid}", Effect = "Allow", Action = right.to, Resource = right.on }, { for key in ["Condition"] : key => right.if if can(right.if) })
    ]
  }

  may_write_front = {
    for name, own in local.own : name => [
      for sid, right in {
        WebAcls      = { on = own.web_acls, to = ["wafv2:CreateWebACL", "wafv2:UpdateWebACL", "wafv2:DeleteWebACL", "wafv2:TagResource", "wafv2:UntagResource"] }
        ManagedRules = { on = local.managed_rules, to = ["wafv2:CreateWebACL", "wafv2:UpdateWebACL"] }
        Pages        = { on = own.pages, to = ["cloudfront:CreateFunction", "cloudfront:UpdateFunction", "cloudfront:PublishFunction", "cloudfront:DeleteFunction"] }
        NewSites     = { on = own.sites, to = ["cloudfront:CreateDistribution", "cloudfront:CreateDistributionWithTags", "cloudfront:TagResource"], if = local.tagging[name] }
        Sites        = { on = own.sites, to = ["cloudfront:UpdateDistribution", "cloudfront:DeleteDistribution", "cloudfront:CreateInvalidation", "cloudfront:GetInvalidation", "cloudfront:UntagResource"], if = local.tagged[name] }
        SitePolicies = { on = own.policies, to = ["cloudfront:CreateOriginAccessControl", "cloudfront:UpdateOriginAccessControl", "cloudfront:DeleteOriginAccessControl", "cloudfront:CreateResponseHeadersPolicy", "cloudfront:UpdateResponseHeadersPolicy", "cloudfront:DeleteResponseHeadersPolicy"] }
        NewApis      = { on = own.apis, to = ["apigateway:POST", "apigateway:TagResource"], if = local.tagging[name] }
        Apis         = { on = own.apis, to = ["apigateway:POST", "apigateway:PUT", "apigateway:PATCH", "apigateway:DELETE"], if = local.tagged[name] }
      } : merge({ Sid = "Write${sid}", Effect = "Allow", Action = right.to, Resource = right.on }, { for key in ["Condition"] : key => right.if if can(right.if) })
    ]
  }

  # Where an environment has a domain of its own: its certificate, by tag, and the records of its zone.
  may_read_name = {
    for name, environment in local.environments : name => [
      { Sid = "ReadCertificate", Effect = "Allow", Action = ["acm:DescribeCertificate", "acm:ListTagsForCertificate"], Resource = local.certificates, Condition = local.tagged[name] },
      { Sid = "ReadRecords", Effect = "Allow", Action = ["route53:GetHostedZone", "route53:ListResourceRecordSets"], Resource = [local.zones[name]] },
    ] if environment.domain != null
  }
  may_write_name = {
    for name, environment in local.environments : name => [
      { Sid = "NewCertificate", Effect = "Allow", Action = ["acm:RequestCertificate", "acm:AddTagsToCertificate"], Resource = local.certificates, Condition = local.tagging[name] },
      { Sid = "Certificate", Effect = "Allow", Action = ["acm:DeleteCertificate", "acm:RemoveTagsFromCertificate"], Resource = local.certificates, Condition = local.tagged[name] },
      { Sid = "Records", Effect = "Allow", Action = ["route53:ChangeResourceRecordSets"], Resource = [local.zones[name]], Condition = local.records[name] },
      { Sid = "Changes", Effect = "Allow", Action = ["route53:GetChange"], Resource = local.changes },
    ] if environment.domain != null
  }
  zones = { for name, environment in local.environments : name => "${local.arn}:route53:::hostedzone/${environment.domain.zone_id}" if environment.domain != null }

  may_make_roles = {
    for name, own in local.own : name => [
      {
        Sid       = "MakeBounded", Effect = "Allow", Action = ["iam:CreateRole", "iam:PutRolePolicy", "iam:DeleteRolePolicy", "iam:PutRolePermissionsBoundary"], Resource = own.roles
        Condition = { StringEquals = { "iam:PermissionsBoundary" = "${local.arn}:iam::${local.account}:policy/${local.prefixes[name]}-boundary" } }
      },
      { Sid = "Keep", Effect = "Allow", Action = ["iam:DeleteRole", "iam:UpdateAssumeRolePolicy", "iam:TagRole", "iam:UntagRole"], Resource = own.roles },
      {
        Sid       = "Pass", Effect = "Allow", Action = ["iam:PassRole"], Resource = own.roles
        Condition = { StringEquals = { "iam:PassedToService" = ["lambda.amazonaws.com", "scheduler.amazonaws.com", "codedeploy.amazonaws.com"] } }
      },
    ]
  }

  bounds = {
    for name, own in local.own : name => [
      # A boundary grants nothing: what of it a role may do, its own policy names.
      { Sid = "Tables", Effect = "Allow", Action = ["dynamodb:*"], Resource = own.tables },
      { Sid = "Objects", Effect = "Allow", Action = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], Resource = own.buckets },
      { Sid = "Queues", Effect = "Allow", Action = ["sqs:SendMessage"], Resource = own.queues },
      # Lambda names the streams of a log.
      { Sid = "Logs", Effect = "Allow", Action = ["logs:CreateLogStream", "logs:PutLogEvents"], Resource = [for group in own.logs : "${group}:*"] },
      # API Gateway draws the ids of APIs and connections, and judges no tags here: a function's own policy names its API.
      { Sid = "Connections", Effect = "Allow", Action = ["execute-api:ManageConnections"], Resource = ["${local.here["execute-api"]}:*/*/*/@connections/*"] },
      { Sid = "Functions", Effect = "Allow", Action = ["lambda:InvokeFunction", "lambda:GetAlias", "lambda:UpdateAlias", "lambda:GetProvisionedConcurrencyConfig"], Resource = own.functions },
      { Sid = "Alarms", Effect = "Allow", Action = ["cloudwatch:DescribeAlarms"], Resource = own.alarms },
      # IAM ties it to nothing.
      { Sid = "WithoutObject", Effect = "Allow", Action = ["dynamodb:ListStreams"], Resource = ["*"] },
    ]
  }
}
