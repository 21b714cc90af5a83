terraform {
  required_version = ">= 1.11"

  # Bucket and region come from ./dev deploy; infra/bootstrap makes the bucket.
  backend "s3" {
    key          = "staging/terraform.tfstate"
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
    tags = { application = "vitrine", environment = "staging" }
  }
}

module "shop" {
  source = "../../stack"

  environment          = "staging"
  domain               = var.domain
  alarm_recipients     = var.alarm_recipients
  permissions_boundary = var.permissions_boundary
  size                 = { keep_data = false, log_retention_days = 14, requests_per_second = 200, requests_at_once = 400, monthly_budget_usd = 20 }
}
