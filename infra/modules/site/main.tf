locals {
  all_methods  = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
  read_methods = ["GET", "HEAD"]

  bucket_origins = { for name, host in { web = var.buckets.web, media = var.buckets.media } : name => host if host != null }
  api_origins    = merge({ api = var.api.host }, var.socket == null ? {} : { socket = var.socket.host })

  # No compression and no cache: it would weaken ETags, which If-Match compares. No rewriting of 404 either: problem documents stay what they are.
  # Accept-Encoding reaches the APIs as the viewer sent it: CachingDisabled asks for neither gzip nor Brotli, and then CloudFront treats it as
  # any other header, of which AllViewerExceptHostHeader leaves out Host alone. It is where a cache policy asks for one of them that it is
  # normalized (API_ParametersInCacheKeyAndForwardedToOrigin), as CachingOptimized does for the site.
  api_paths = concat(
    [for path in var.api.paths : { path = path, origin = "api" }],
    var.socket == null ? [] : [{ path = var.socket.path, origin = "socket" }],
  )
}

data "aws_cloudfront_cache_policy" "optimized" {
  name = "Managed-CachingOptimized"
}

data "aws_cloudfront_cache_policy" "disabled" {
  name = "Managed-CachingDisabled"
}

data "aws_cloudfront_origin_request_policy" "all_but_host" {
  name = "Managed-AllViewerExceptHostHeader"
}

resource "aws_cloudfront_origin_access_control" "this" {
  name                              = var.name
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

# Pages have addresses without extension; each is the same document, and what is no page gets it with the status 404. Only the default
# behaviour asks it, so an API's 404 stays one.
resource "aws_cloudfront_function" "pages" {
  name    = "${var.name}-pages"
  runtime = "cloudfront-js-2.0"
  publish = true
  code    = replace(file("${path.module}/pages.js"), "'PAGES'", jsonencode(var.pages))
}

resource "aws_cloudfront_distribution" "this" {
  #checkov:skip=CKV_AWS_86:Standard logs hold visitors' addresses; the APIs' access logs tell what failed without them.
  #checkov:skip=CKV_AWS_174:TLS 1.2 with a domain of one's own; CloudFront's own name accepts what CloudFront accepts.
  #checkov:skip=CKV2_AWS_42:A certificate of one's own comes with a domain of one's own.
  #checkov:skip=CKV_AWS_310:Each origin is one regional service; there is no second one to fail over to.
  #checkov:skip=CKV_AWS_374:The shop sells wherever its owner ships.
  #checkov:skip=CKV2_AWS_32:The policies are made for each kind of answer, which checkov does not follow; tests compare them with the plan.
  #checkov:skip=CKV2_AWS_47:AWSManagedRulesKnownBadInputsRuleSet is in the web ACL, a module of its own.
  enabled             = true
  comment             = var.name
  is_ipv6_enabled     = true
  http_version        = "http2and3"
  price_class         = var.price_class
  aliases             = var.domain == null ? [] : [var.domain.name]
  default_root_object = "index.html"
  web_acl_id          = var.web_acl_arn

  dynamic "origin" {
    for_each = local.bucket_origins

    content {
      origin_id                = origin.key
      domain_name              = origin.value
      origin_access_control_id = aws_cloudfront_origin_access_control.this.id
    }
  }

  dynamic "origin" {
    for_each = local.api_origins

    content {
      origin_id   = origin.key
      domain_name = origin.value

      custom_header {
        name  = var.origin_header.name
        value = var.origin_header.value
      }

      custom_origin_config {
        http_port              = 80
        https_port             = 443
        origin_protocol_policy = "https-only"
        origin_ssl_protocols   = ["TLSv1.2"]
        origin_read_timeout    = 35 # longer than API Gateway's 30 s, so that its own answer is what arrives
      }
    }
  }

  default_cache_behavior {
    target_origin_id           = "web"
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = local.read_methods
    cached_methods             = local.read_methods
    compress                   = true
    cache_policy_id            = data.aws_cloudfront_cache_policy.optimized.id
    response_headers_policy_id = try(aws_cloudfront_response_headers_policy.this["site"].id, null)

    dynamic "function_association" {
      for_each = ["viewer-request", "viewer-response"]

      content {
        event_type   = function_association.value
        function_arn = aws_cloudfront_function.pages.arn
      }
    }
  }

  dynamic "ordered_cache_behavior" {
    for_each = local.api_paths

    content {
      path_pattern               = ordered_cache_behavior.value.path
      target_origin_id           = ordered_cache_behavior.value.origin
      viewer_protocol_policy     = "https-only"
      allowed_methods            = local.all_methods
      cached_methods             = local.read_methods
      compress                   = false
      cache_policy_id            = data.aws_cloudfront_cache_policy.disabled.id
      origin_request_policy_id   = data.aws_cloudfront_origin_request_policy.all_but_host.id
      response_headers_policy_id = ordered_cache_behavior.value.origin == "api" ? try(aws_cloudfront_response_headers_policy.this["api"].id, null) : null
    }
  }

  dynamic "ordered_cache_behavior" {
    for_each = var.buckets.media == null ? [] : ["/media/*"]

    content {
      path_pattern               = ordered_cache_behavior.value
      target_origin_id           = "media"
      viewer_protocol_policy     = "redirect-to-https"
      allowed_methods            = local.read_methods
      cached_methods             = local.read_methods
      compress                   = false # pictures are compressed already
      cache_policy_id            = data.aws_cloudfront_cache_policy.optimized.id
      response_headers_policy_id = try(aws_cloudfront_response_headers_policy.this["site"].id, null)
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = var.domain == null
    acm_certificate_arn            = one(aws_acm_certificate_validation.this[*].certificate_arn)
    ssl_support_method             = var.domain == null ? null : "sni-only"
    minimum_protocol_version       = var.domain == null ? "TLSv1" : "TLSv1.2_2021"
  }
}
