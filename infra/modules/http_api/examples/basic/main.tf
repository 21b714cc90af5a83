module "api" {
  source = "../.."

  name   = "shop-dev"
  routes = { "GET /api/v1/products" = "catalog", "ANY /api/{proxy+}" = "catalog" }

  functions = {
    catalog = {
      name       = "shop-dev-catalog"
      alias      = "live"
      invoke_arn = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:123456789012:function:shop-dev-catalog:live/invocations"
      timeout    = 10
    }
  }
}
