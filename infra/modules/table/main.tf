locals {
  views = { keys = "KEYS_ONLY", new = "NEW_IMAGE", old = "OLD_IMAGE", new-and-old = "NEW_AND_OLD_IMAGES" }
  kinds = { all = "ALL", keys = "KEYS_ONLY", include = "INCLUDE" }

  # Every key attribute is declared once, however many keys it is part of.
  attributes = {
    for attribute in distinct(compact(concat(
      [var.key.partition, var.key.sort],
      flatten([for index in var.indexes : [index.partition, index.sort]]),
    ))) : split(":", attribute)[0] => split(":", attribute)[1]
  }
}

resource "aws_dynamodb_table" "this" {
  #checkov:skip=CKV_AWS_119:Encrypted at rest with the key AWS owns; a key of one's own costs a call per request and protects against nobody here.
  #checkov:skip=CKV_AWS_28:Point-in-time recovery is an input: on wherever data is meant to stay.
  #checkov:skip=CKV2_AWS_16:Billed per request, so there is nothing to scale.
  name                        = var.name
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = split(":", var.key.partition)[0]
  range_key                   = var.key.sort == null ? null : split(":", var.key.sort)[0]
  stream_enabled              = var.stream != null
  stream_view_type            = var.stream == null ? null : local.views[var.stream]
  deletion_protection_enabled = var.deletion_protection

  dynamic "attribute" {
    for_each = local.attributes

    content {
      name = attribute.key
      type = attribute.value
    }
  }

  dynamic "global_secondary_index" {
    for_each = var.indexes

    content {
      name               = global_secondary_index.key
      hash_key           = split(":", global_secondary_index.value.partition)[0]
      range_key          = global_secondary_index.value.sort == null ? null : split(":", global_secondary_index.value.sort)[0]
      projection_type    = local.kinds[global_secondary_index.value.projection]
      non_key_attributes = global_secondary_index.value.attributes
    }
  }

  dynamic "ttl" {
    for_each = var.ttl == null ? [] : [var.ttl]

    content {
      enabled        = true
      attribute_name = ttl.value
    }
  }

  point_in_time_recovery {
    enabled = var.point_in_time_recovery
  }

  lifecycle {
    # AWS's provider plans nothing where the block is left out, and DynamoDB wants to be told the attribute that no longer counts:
    # items would go on being deleted although app.yaml no longer says so.
    postcondition {
      condition     = var.ttl != null || alltrue([for ttl in self.ttl : !coalesce(ttl.enabled, false)])
      error_message = "TTL of ${self.name} would stay on: leaving `ttl` out of app.yaml does not turn it off. Turn it off, then plan again: aws dynamodb update-time-to-live --table-name ${self.name} --time-to-live-specification Enabled=false,AttributeName=${try(self.ttl[0].attribute_name, "")}"
    }
  }
}
