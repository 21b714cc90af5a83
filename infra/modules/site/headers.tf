# CloudFront takes some security headers only as blocks of their own; app.yaml writes all of them as text.
locals {
  as_blocks = ["content-security-policy", "strict-transport-security", "x-content-type-options", "x-frame-options", "referrer-policy"]
  plain     = { for name, value in var.headers : name => value if !contains(local.as_blocks, name) }
  hsts      = lookup(var.headers, "strict-transport-security", null)
}

resource "aws_cloudfront_response_headers_policy" "this" {
  #checkov:skip=CKV_AWS_259:Strict-Transport-Security comes from app.yaml; tests compare it with the plan.
  name = var.name

  security_headers_config {
    dynamic "content_security_policy" {
      for_each = [for name, value in var.headers : value if name == "content-security-policy"]

      content {
        content_security_policy = content_security_policy.value
        override                = true
      }
    }

    dynamic "strict_transport_security" {
      for_each = local.hsts == null ? [] : [local.hsts]

      content {
        access_control_max_age_sec = tonumber(regex("max-age=([0-9]+)", strict_transport_security.value)[0])
        include_subdomains         = strcontains(lower(strict_transport_security.value), "includesubdomains")
        preload                    = strcontains(lower(strict_transport_security.value), "preload")
        override                   = true
      }
    }

    dynamic "content_type_options" {
      for_each = [for name, value in var.headers : value if name == "x-content-type-options"]

      content {
        override = true
      }
    }

    dynamic "frame_options" {
      for_each = [for name, value in var.headers : value if name == "x-frame-options"]

      content {
        frame_option = frame_options.value
        override     = true
      }
    }

    dynamic "referrer_policy" {
      for_each = [for name, value in var.headers : value if name == "referrer-policy"]

      content {
        referrer_policy = referrer_policy.value
        override        = true
      }
    }
  }

  dynamic "custom_headers_config" {
    for_each = length(local.plain) == 0 ? [] : [local.plain]

    content {
      dynamic "items" {
        for_each = custom_headers_config.value

        content {
          header   = items.key
          value    = items.value
          override = true
        }
      }
    }
  }
}
