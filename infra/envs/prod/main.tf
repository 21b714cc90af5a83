terraform {
  required_version = ">= 1.11"

  # Bucket and region come from ./dev deploy; infra/bootstrap makes the bucket.
  backend "s3" {
    key          = "prod/terraform.tfstate"
    encrypt      = true
    use_lockfile = true
  }

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
    tags = { application = "vitrine", environment = "prod" }
  }
}

module "shop" {
  source = "../../stack"

  environment          = "prod"
  domain               = var.domain
  alarm_recipients     = var.alarm_recipients
  permissions_boundary = var.permissions_boundary
  size = {
    pace                = "CodeDeployDefault.LambdaCanary10Percent5Minutes"
    log_retention_days  = 90
    requests_per_second = 1000
    requests_at_once    = 2000
    monthly_budget_usd  = 100
    price_class         = "PriceClass_All"
  }
}
