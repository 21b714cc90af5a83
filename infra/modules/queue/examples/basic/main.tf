module "failures" {
  source = "../.."

  name = "shop-dev-pusher-failures"
}
