module "pipeline" {
  source = "../.."

  name           = "shop"
  repository     = "someone/shop"
  connection_arn = "arn:aws:codeconnections:eu-central-1:123456789012:connection/5c5aa0e6-0000-4000-8000-000000000000"
  artefact_buckets = {
    release       = { name = "shop-artefacts-123456789012", arn = "arn:aws:s3:::shop-artefacts-123456789012" }
    pull_requests = { name = "shop-pull-requests-123456789012", arn = "arn:aws:s3:::shop-pull-requests-123456789012" }
  }
  state_bucket = { name = "shop-state-123456789012", arn = "arn:aws:s3:::shop-state-123456789012" }
}
