output "state_bucket" {
  description = "The bucket of all states: `terraform init -backend-config=bucket=…`."
  value       = module.state.name
}

output "connection_arn" {
  description = "The connection to confirm in the console; null without pipelines."
  value       = one(aws_codeconnections_connection.repository[*].arn)
}

output "boundaries" {
  description = "By environment, the boundary of its roles: permissions_boundary in its terraform.tfvars. Empty without pipelines."
  value       = try(module.pipeline[0].boundaries, {})
}
