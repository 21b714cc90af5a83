data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  account      = data.aws_caller_identity.current.account_id
  partition    = data.aws_partition.current.partition
  region       = data.aws_region.current.region
  environments = { for environment in var.environments : environment.name => environment }

  # The test of what is released, and that of a pull request.
  tests = ["test", "test-pull"]

  # What runs, and in whose name. Tests see no AWS at all: those of a pull request run code that nobody has read.
  projects = merge(
    { for name in local.tests : name => { role = aws_iam_role.test[name].arn, buildspec = "test", minutes = 60, environment = "" } },
    { for project, name in local.plans : project => { role = aws_iam_role.reader[project].arn, buildspec = "plan", minutes = 20, environment = name } },
    { for name in keys(local.environments) : "${name}-apply" => { role = aws_iam_role.environment[name].arn, buildspec = "apply", minutes = 60, environment = name } },
    { for project, name in local.tried : project => { role = aws_iam_role.blackbox[project].arn, buildspec = "blackbox", minutes = 40, environment = name } },
  )
  plans      = merge({ plan-pull = local.pulled_for }, { for name in keys(local.environments) : "${name}-plan" => name })
  tried      = { for name, environment in local.environments : "${name}-blackbox" => name if environment.blackbox }
  log_groups = { for name in keys(local.projects) : name => "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:/aws/codebuild/${var.name}-${name}" }
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158:Encrypted at rest by CloudWatch Logs; a build's lines hold no personal data.
  #checkov:skip=CKV_AWS_338:Retention is an input.
  for_each = local.log_groups

  name              = "/aws/codebuild/${var.name}-${each.key}"
  retention_in_days = var.log_retention_days
}

resource "aws_codebuild_project" "this" {
  #checkov:skip=CKV_AWS_147:Encrypted with the key that S3 manages, as the artefact bucket is.
  #checkov:skip=CKV_AWS_316:Not privileged: nothing here runs containers.
  for_each = local.projects

  name          = "${var.name}-${each.key}"
  service_role  = each.value.role
  build_timeout = each.value.minutes

  artifacts {
    type = "CODEPIPELINE"
  }

  environment {
    type         = "LINUX_CONTAINER"
    compute_type = "BUILD_GENERAL1_MEDIUM"
    image        = var.image

    # An image of one's own choice is pulled with CodeBuild's rights, and needs none: the registry is public.
    image_pull_credentials_type = "CODEBUILD"

    dynamic "environment_variable" {
      for_each = each.value.environment == "" ? {} : {
        VITRINE_ENVIRONMENT         = each.value.environment
        VITRINE_STATE_BUCKET        = var.state_bucket.name
        VITRINE_REPOSITORY          = var.repository
        TF_VAR_account_id           = local.account
        TF_VAR_region               = local.region
        TF_VAR_permissions_boundary = aws_iam_policy.boundary[each.value.environment].arn
        TF_VAR_alarm_recipients     = jsonencode(local.environments[each.value.environment].alarm_recipients)
        TF_VAR_domain               = jsonencode(local.environments[each.value.environment].domain)
      }

      content {
        name  = environment_variable.key
        value = environment_variable.value
      }
    }
  }

  logs_config {
    cloudwatch_logs {
      group_name = aws_cloudwatch_log_group.this[each.key].name
    }
  }

  source {
    type      = "CODEPIPELINE"
    buildspec = file("${path.module}/buildspecs/${each.value.buildspec}.yml")
  }
}
