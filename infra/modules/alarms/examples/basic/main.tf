module "alarms" {
  source = "../.."

  name           = "shop-dev"
  recipients     = ["owner@example.com"]
  functions      = { catalog = "shop-dev-catalog", projector = "shop-dev-projector" }
  stream_readers = ["projector"]
  http_api       = { id = "a1b2c3" }
  tables         = { products = "shop-dev-products" }
  own_metrics    = { stock-imbalance = { namespace = "shop", metric = "StockImbalance", function = "projector" } }
}
