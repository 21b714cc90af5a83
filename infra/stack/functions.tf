# What a function is told and what it may do, with app.yaml's words turned into AWS's.
locals {
  origin_secrets = split(",", data.aws_ssm_parameter.origin_secrets.value)

  # The closed set of placeholders; the local host resolves the same. Hashes of random secrets give nothing away.
  placeholders = merge(
    {
      "stage"              = var.environment
      "local.loopback"     = ""
      "site.origins"       = can(local.app.web) ? module.site[0].origin : ""
      "websocket.endpoint" = local.websocket == null ? "" : module.websocket_api[0].management_endpoint
      "origin.secretHash"  = nonsensitive(join(",", [for secret in local.origin_secrets : sha256(trimspace(secret))]))
      "origin.proxies"     = can(local.app.web) ? "1" : "0" # CloudFront
      "editor.keyHashes"   = nonsensitive(data.aws_ssm_parameter.editor_key_hashes.value)
    },
    { for name, table in module.table : "table.${name}" => table.name },
    { for name, bucket in local.buckets : "bucket.${name}" => bucket },
  )

  # A value is a literal or one placeholder, written in braces behind a dollar.
  environments = {
    for name, function in local.app.functions : name => {
      for variable, value in try(function.environment, {}) : variable =>
      contains(keys(var.size.settings), variable) ? var.size.settings[variable] : can(regex("^[$][{].*[}]$", value)) ? local.placeholders[regex("^[$][{](.*)[}]$", value)[0]] : value
    }
  }

  # The ARNs behind each target of a grant. A bucket is itself and what is in it.
  targets = merge(
    { for name, table in module.table : "table.${name}" => table.arns },
    { for name, table in module.table : "stream.${name}" => [table.stream_arn] if can(local.tables[name].stream) },
    { for name, bucket in local.buckets : "bucket.${name}" => ["arn:${local.partition}:s3:::${bucket}", "arn:${local.partition}:s3:::${bucket}/*"] },
    { for target in ["websocket"] : target => [module.websocket_api[0].connections_arn] if local.websocket != null },
  )

  # Actions that IAM ties to no resource: they stand alone, on *.
  unbound = ["dynamodb:ListStreams"]

  # Terraform reads YAML 1.1, where the bare word `on` is true: that is the key it leaves.
  on = { for name, function in local.app.functions : name => [for grant in try(function.allow, []) : try(grant.on, grant["true"])] }

  grants = {
    for name, function in local.app.functions : name => flatten([
      for index, grant in try(function.allow, []) : [
        for part in [
          { sid = "Grant${index}", actions = setsubtract(grant.actions, local.unbound), resources = flatten([for target in local.on[name][index] : local.targets[target]]) },
          # What IAM ties to nothing.
          { sid = "Grant${index}Unbound", actions = setintersection(grant.actions, local.unbound), resources = ["*"] },
        ] : { sid = part.sid, actions = sort(part.actions), resources = part.resources } if length(part.actions) > 0
      ]
    ])
  }
}
