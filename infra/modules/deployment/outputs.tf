output "application" {
  description = "The CodeDeploy application's name."
  value       = aws_codedeploy_app.this.name
}

output "groups" {
  description = "The deployment group of each function."
  value       = { for short, group in aws_codedeploy_deployment_group.this : short => group.deployment_group_name }
}
