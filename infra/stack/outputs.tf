output "url" {
  description = "The shop's address."
  value       = can(local.app.web) ? module.site[0].origin : null
}

output "distribution_id" {
  description = "The distribution whose cache a release empties of what has no hash in its name."
  value       = can(local.app.web) ? module.site[0].distribution.id : null
}

output "buckets" {
  description = "Names of the buckets: web holds the site, media what is served under /media/."
  value       = { for name, bucket in module.bucket : name => bucket.name }
}

output "tables" {
  description = "Names of the tables."
  value       = { for name, table in module.table : name => table.name }
}

output "deployment" {
  description = "What CodeDeploy shifts: its application, and by group the function and the version published last."
  value = {
    application = module.deployment.application
    functions = {
      for name, group in module.deployment.groups : group => { name = module.function[name].name, version = module.function[name].version }
    }
  }
}

output "failure_queues" {
  description = "URLs of the failure queues."
  value       = { for name, queue in module.failure_queue : name => queue.url }
}

output "secrets" {
  description = "The path below which Parameter Store holds the environment's secrets."
  value       = local.secrets
}
