locals {
  called = toset(values(var.routes))

  # API Gateway answers HEAD only where a route says so: there is one beside each of GET, as the local host has it too.
  heads = {
    for route, function in var.routes : replace(route, "/^GET /", "HEAD ") => function
    if startswith(route, "GET ") && !can(var.routes[replace(route, "/^GET /", "HEAD ")]) && !can(var.routes[replace(route, "/^GET /", "ANY ")])
  }

  # API Gateway gives up after 30 s, whatever the function may take.
  longest_milliseconds = 30000
}

resource "aws_apigatewayv2_api" "this" {
  name          = var.name
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_integration" "this" {
  for_each = local.called

  api_id                 = aws_apigatewayv2_api.this.id
  integration_type       = "AWS_PROXY"
  integration_uri        = var.functions[each.key].invoke_arn
  payload_format_version = "2.0"
  timeout_milliseconds   = min(var.functions[each.key].timeout * 1000, local.longest_milliseconds)
}

resource "aws_apigatewayv2_route" "this" {
  #checkov:skip=CKV_AWS_309:There are no accounts; functions check the origin secret, capability tokens and the editor key.
  for_each = merge(var.routes, local.heads)

  api_id    = aws_apigatewayv2_api.this.id
  route_key = each.key
  target    = "integrations/${aws_apigatewayv2_integration.this[each.value].id}"
}

# The API's own id bounds this: no other API, of this account or another, may call the function.
resource "aws_lambda_permission" "this" {
  for_each = local.called

  statement_id  = "http-api"
  action        = "lambda:InvokeFunction"
  function_name = var.functions[each.key].name
  qualifier     = var.functions[each.key].alias
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this.execution_arn}/*" # every route of the API: stages and routes come and go
}

resource "aws_cloudwatch_log_group" "access" {
  #checkov:skip=CKV_AWS_158:Encrypted at rest by CloudWatch Logs; the lines hold no personal data.
  #checkov:skip=CKV_AWS_338:Retention is an input, chosen by environment.
  name              = "/aws/apigateway/${var.name}-http"
  retention_in_days = var.log_retention_days
}

resource "aws_apigatewayv2_stage" "default" {
  api_id      = aws_apigatewayv2_api.this.id
  name        = "$default"
  auto_deploy = true

  default_route_settings {
    throttling_rate_limit  = var.throttle.rate
    throttling_burst_limit = var.throttle.burst
  }

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn
    format = jsonencode({
      request   = "$context.requestId"
      route     = "$context.routeKey"
      status    = "$context.status"
      latency   = "$context.responseLatency"
      backend   = "$context.integrationLatency"
      error     = "$context.error.message"
      requested = "$context.requestTime"
    })
  }
}
