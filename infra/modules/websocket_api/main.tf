locals {
  called = toset(values(var.routes))
  stage  = trimprefix(var.path, "/")

  # What a function returns reaches the client only where the route has a response. Connecting and leaving have nobody to answer.
  answered = { for route, function in var.routes : route => function if !contains(["$connect", "$disconnect"], route) }

  # API Gateway gives up on a message after 29 s, whatever the function may take.
  longest_milliseconds = 29000
}

resource "aws_apigatewayv2_api" "this" {
  name                       = "${var.name}-ws"
  protocol_type              = "WEBSOCKET"
  route_selection_expression = var.select
}

resource "aws_apigatewayv2_integration" "this" {
  for_each = local.called

  api_id               = aws_apigatewayv2_api.this.id
  integration_type     = "AWS_PROXY"
  integration_uri      = var.functions[each.key].invoke_arn
  integration_method   = "POST"
  timeout_milliseconds = min(var.functions[each.key].timeout * 1000, local.longest_milliseconds)
}

resource "aws_apigatewayv2_route" "this" {
  #checkov:skip=CKV_AWS_309:There are no accounts; the function checks the origin secret, the Origin header and capability tokens.
  for_each = var.routes

  api_id                              = aws_apigatewayv2_api.this.id
  route_key                           = each.key
  target                              = "integrations/${aws_apigatewayv2_integration.this[each.value].id}"
  route_response_selection_expression = contains(keys(local.answered), each.key) ? "$default" : null
}

resource "aws_apigatewayv2_route_response" "this" {
  for_each = local.answered

  api_id             = aws_apigatewayv2_api.this.id
  route_id           = aws_apigatewayv2_route.this[each.key].id
  route_response_key = "$default"
}

# The API's own id bounds this: no other API, of this account or another, may call the function.
resource "aws_lambda_permission" "this" {
  for_each = local.called

  statement_id  = "websocket-api"
  action        = "lambda:InvokeFunction"
  function_name = var.functions[each.key].name
  qualifier     = var.functions[each.key].alias
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this.execution_arn}/*" # every route of the API: stages and routes come and go
}

resource "aws_cloudwatch_log_group" "access" {
  #checkov:skip=CKV_AWS_158:Encrypted at rest by CloudWatch Logs; the lines hold no personal data.
  #checkov:skip=CKV_AWS_338:Retention is an input, chosen by environment.
  name              = "/aws/apigateway/${var.name}-websocket"
  retention_in_days = var.log_retention_days
}

resource "aws_apigatewayv2_stage" "this" {
  #checkov:skip=CKV2_AWS_51:Browsers have no certificates; whoever connects shows the origin secret that CloudFront adds.
  api_id      = aws_apigatewayv2_api.this.id
  name        = local.stage
  auto_deploy = true

  default_route_settings {
    throttling_rate_limit  = var.throttle.rate
    throttling_burst_limit = var.throttle.burst
  }

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn
    format = jsonencode({
      request   = "$context.requestId"
      event     = "$context.eventType"
      route     = "$context.routeKey"
      status    = "$context.status"
      error     = "$context.error.message"
      requested = "$context.requestTime"
    })
  }

  # A deployment without routes is refused, and automatic deployment would make one at once.
  depends_on = [aws_apigatewayv2_route.this, aws_apigatewayv2_route_response.this]
}
