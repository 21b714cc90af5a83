variables {
  name      = "shop-dev"
  path      = "/ws"
  select    = "$request.body.action"
  routes    = { "$connect" = "sockets", "$default" = "sockets", "hello" = "sockets" }
  functions = { sockets = { name = "sockets", alias = "live", invoke_arn = "arn:aws:lambda:eu-central-1:123456789012:function:sockets:live", timeout = 10 } }
}

run "example" {
  module {
    source = "./examples/basic"
  }

  assert {
    condition     = endswith(module.api.management_endpoint, "/ws") && startswith(module.api.management_endpoint, "https://")
    error_message = "Functions post to https://ID.execute-api.REGION.amazonaws.com/ws."
  }
}

run "answers_every_message" {
  command = plan

  assert {
    condition     = toset(keys(aws_apigatewayv2_route_response.this)) == toset(["$default", "hello"])
    error_message = "Every route a client can send to has a response; $connect and $disconnect have none."
  }
}

run "refuses_a_path_of_two_segments" {
  command = plan

  variables {
    path = "/live/ws"
  }

  expect_failures = [var.path]
}
