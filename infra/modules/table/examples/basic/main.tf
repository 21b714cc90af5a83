module "orders" {
  source = "../.."

  name    = "shop-dev-orders"
  key     = { partition = "pk:S" }
  ttl     = "expiresAt"
  stream  = "new"
  indexes = { by-state = { partition = "stateShard:S", sort = "placedAt:S", projection = "all" } }
}
