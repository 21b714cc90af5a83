module "web_acl" {
  source = "../.."

  name       = "shop-dev"
  rate_limit = 1000
}
