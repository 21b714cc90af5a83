output "id" {
  description = "The API's id, the dimension of its metrics."
  value       = aws_apigatewayv2_api.this.id
}

output "host" {
  description = "The API's host name, for CloudFront. It comes from the API, not from its stage, which waits for the functions."
  value       = replace(aws_apigatewayv2_api.this.api_endpoint, "wss://", "")
}

output "management_endpoint" {
  description = "Where functions post to connections."
  value       = "${replace(aws_apigatewayv2_api.this.api_endpoint, "wss://", "https://")}/${local.stage}"
}

output "connections_arn" {
  description = "What a grant on the API's connections names: ids are drawn by API Gateway, so they cannot be listed."
  value       = "${aws_apigatewayv2_api.this.execution_arn}/${local.stage}/*/@connections/*" # any method; API Gateway draws the ids
}
