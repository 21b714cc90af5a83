output "name" {
  description = "The function's name."
  value       = aws_lambda_function.this.function_name
}

output "version" {
  description = "The version published last: what a deployment shifts the alias to."
  value       = aws_lambda_function.this.version
}

output "alias" {
  description = "The alias that callers use."
  value = {
    name       = one(concat(aws_lambda_alias.gradual, aws_lambda_alias.at_once)[*].name)
    arn        = one(concat(aws_lambda_alias.gradual, aws_lambda_alias.at_once)[*].arn)
    invoke_arn = one(concat(aws_lambda_alias.gradual, aws_lambda_alias.at_once)[*].invoke_arn)
  }
}

output "log_group" {
  description = "The name of the function's log group."
  value       = aws_cloudwatch_log_group.this.name
}
