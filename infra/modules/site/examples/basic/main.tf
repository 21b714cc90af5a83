module "site" {
  source = "../.."

  name          = "shop-dev"
  buckets       = { web = "shop-dev-web.s3.eu-central-1.amazonaws.com", media = "shop-dev-media.s3.eu-central-1.amazonaws.com" }
  api           = { host = "a1b2c3.execute-api.eu-central-1.amazonaws.com", paths = ["/api/*"] }
  socket        = { host = "d4e5f6.execute-api.eu-central-1.amazonaws.com", path = "/ws" }
  web_acl_arn   = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/shop-dev/0"
  origin_header = { name = "x-origin-secret", value = "drawn at random" }
  headers       = { "strict-transport-security" = "max-age=63072000; includeSubDomains", "permissions-policy" = "camera=()" }
}
