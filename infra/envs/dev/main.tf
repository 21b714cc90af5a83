terraform {
  required_version = ">= 1.11"

  # Bucket and region come from ./dev deploy; infra/bootstrap makes the bucket.
  backend "s3" {
    key          = "dev/terraform.tfstate"
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
    tags = { application = "vitrine", environment = "dev" }
  }
}

module "shop" {
  source = "../../stack"

  environment          = "dev"
  domain               = var.domain
  alarm_recipients     = var.alarm_recipients
  permissions_boundary = var.permissions_boundary
  size                 = { keep_data = false, recovery = false, log_retention_days = 7, requests_per_second = 100, requests_at_once = 200, monthly_budget_usd = 10 }
}
