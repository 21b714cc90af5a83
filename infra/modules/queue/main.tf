resource "aws_sqs_queue" "this" {
  name                      = var.name
  message_retention_seconds = var.keep_days * 86400
  sqs_managed_sse_enabled   = true
}
