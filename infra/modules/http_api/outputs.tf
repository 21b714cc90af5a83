output "id" {
  description = "The API's id, the dimension of its metrics."
  value       = aws_apigatewayv2_api.this.id
}

output "host" {
  description = "The API's host name, for CloudFront. It comes from the API, not from its stage, which waits for the functions."
  value       = replace(aws_apigatewayv2_api.this.api_endpoint, "https://", "")
}
