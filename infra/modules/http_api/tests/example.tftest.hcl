run "example" {
  module {
    source = "./examples/basic"
  }

  assert {
    condition     = !strcontains(module.api.host, "/")
    error_message = "CloudFront wants a host name."
  }
}

run "refuses_a_route_without_method" {
  command = plan

  variables {
    name      = "shop-dev"
    routes    = { "/api/v1/products" = "catalog" }
    functions = { catalog = { name = "c", alias = "live", invoke_arn = "arn:aws:lambda:eu-central-1:123456789012:function:c:live", timeout = 10 } }
  }

  expect_failures = [var.routes]
}

run "never_waits_longer_than_the_gateway" {
  command = plan

  variables {
    name      = "shop-dev"
    routes    = { "$default" = "slow" }
    functions = { slow = { name = "slow", alias = "live", invoke_arn = "arn:aws:lambda:eu-central-1:123456789012:function:slow:live", timeout = 900 } }
  }

  assert {
    condition     = aws_apigatewayv2_integration.this["slow"].timeout_milliseconds == 30000
    error_message = "An HTTP API's integration takes 30 s at most."
  }
}
