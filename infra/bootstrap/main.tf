# What an account needs once, before the first environment: where states are kept, who may write logs for API Gateway, and the pipelines.
# A person applies it. Its own state stays beside it until backend.tf.example is put to use.
terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "6.25.0" # exactly: what was tried is what is applied; the modules take any 6 from it on
    }
  }
}

provider "aws" {
  region              = var.region
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = { application = "vitrine", environment = "shared" }
  }
}

locals {
  name = "vitrine"
}

# Versioned: an older state can be had back. Terraform locks it with a file beside it, so no table is needed.
module "state" {
  source = "../modules/bucket"

  name               = "${local.name}-state-${var.account_id}"
  keep_replaced_days = 365
}

# What the stages of a pipeline hand each other; pull requests apart from releases.
module "artefacts" {
  source   = "../modules/bucket"
  for_each = toset(var.repository == null ? [] : ["artefacts", "pull-requests"])

  name               = "${local.name}-${each.key}-${var.account_id}"
  expire_days        = 90
  keep_replaced_days = 1
}

# Somebody confirms it in the console: until then it is pending, and no pipeline starts.
resource "aws_codeconnections_connection" "repository" {
  count = var.repository == null ? 0 : 1

  name          = local.name
  provider_type = var.repository_host
}

module "pipeline" {
  source = "../modules/pipeline"
  count  = var.repository == null ? 0 : 1

  name           = local.name
  repository     = var.repository
  environments   = var.environments
  connection_arn = aws_codeconnections_connection.repository[0].arn
  artefact_buckets = {
    release       = module.artefacts["artefacts"]
    pull_requests = module.artefacts["pull-requests"]
  }
  state_bucket = module.state
}

# One for all APIs of the account and region: without it a stage with an access log is refused.
resource "aws_iam_role" "api_logs" {
  name = "${local.name}-api-logs"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "apigateway.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "api_logs" {
  role       = aws_iam_role.api_logs.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
}

resource "aws_api_gateway_account" "this" {
  cloudwatch_role_arn = aws_iam_role.api_logs.arn

  depends_on = [aws_iam_role_policy_attachment.api_logs]
}
