output "name" {
  description = "The table's name."
  value       = aws_dynamodb_table.this.name
}

output "arn" {
  description = "The table's ARN."
  value       = aws_dynamodb_table.this.arn
}

output "arns" {
  description = "The ARNs of the table and of each index: what a grant on the table names."
  value       = concat([aws_dynamodb_table.this.arn], [for name in keys(var.indexes) : "${aws_dynamodb_table.this.arn}/index/${name}"])
}

output "stream_arn" {
  description = "The stream's ARN; null without a stream."
  value       = var.stream == null ? null : aws_dynamodb_table.this.stream_arn
}
