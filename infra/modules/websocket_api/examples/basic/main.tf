module "api" {
  source = "../.."

  name   = "shop-dev"
  path   = "/ws"
  select = "$request.body.action"
  routes = { "$connect" = "sockets", "$disconnect" = "sockets", "$default" = "sockets", "hello" = "sockets" }

  functions = {
    sockets = {
      name       = "shop-dev-sockets"
      alias      = "live"
      invoke_arn = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:123456789012:function:shop-dev-sockets:live/invocations"
      timeout    = 10
    }
  }
}
