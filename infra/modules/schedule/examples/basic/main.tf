module "sweeper" {
  source = "../.."

  name       = "shop-dev-sweeper"
  every      = "1 minute"
  target_arn = "arn:aws:lambda:eu-central-1:123456789012:function:shop-dev-sweeper:live"
}
