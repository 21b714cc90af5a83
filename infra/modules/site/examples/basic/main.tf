module "site" {
  source = "../.."

  name          = "shop-dev"
  buckets       = { web = "shop-dev-web.s3.eu-central-1.amazonaws.com", media = "shop-dev-media.s3.eu-central-1.amazonaws.com" }
  api           = { host = "a1b2c3.execute-api.eu-central-1.amazonaws.com", paths = ["/api/*"] }
  socket        = { host = "d4e5f6.execute-api.eu-central-1.amazonaws.com", path = "/ws" }
  origin_header = { name = "x-origin-secret", value = "drawn at random" }
  headers       = { "strict-transport-security" = "max-age=63072000; includeSubDomains", "permissions-policy" = "camera=()" }
}
