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

run "answers_head_wherever_it_answers_get" {
  command = plan

  variables {
    name      = "shop-dev"
    routes    = { "GET /a/{id}" = "c", "GET /b" = "c", "HEAD /b" = "d", "GET /c" = "c", "ANY /c" = "d", "POST /d" = "c", "$default" = "c" }
    functions = { c = { name = "c", alias = "live", invoke_arn = "arn:aws:lambda:eu-central-1:123456789012:function:c:live", timeout = 10 }, d = { name = "d", alias = "live", invoke_arn = "arn:aws:lambda:eu-central-1:123456789012:function:d:live", timeout = 10 } }
  }

  assert {
    condition     = join(", ", [for route in keys(aws_apigatewayv2_route.this) : route if startswith(route, "HEAD")]) == "HEAD /a/{id}, HEAD /b"
    error_message = "A HEAD route stands beside each GET, unless another route answers it."
  }
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
