module "web" {
  source = "../.."

  name          = "shop-dev-web-123456789012"
  readers       = ["arn:aws:cloudfront::123456789012:distribution/E2EXAMPLE"]
  force_destroy = true
}
