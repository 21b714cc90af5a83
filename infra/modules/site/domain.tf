# CloudFront reads its certificate from us-east-1, wherever the rest lives.
resource "aws_acm_certificate" "this" {
  count  = var.domain == null ? 0 : 1
  region = "us-east-1"

  domain_name       = var.domain.name
  validation_method = "DNS"

  lifecycle {
    create_before_destroy = true
  }
}

# The zone wants one record a name; the certificate has one name.
resource "aws_route53_record" "validation" {
  count = var.domain == null ? 0 : 1

  zone_id = var.domain.zone_id
  name    = one(aws_acm_certificate.this[0].domain_validation_options).resource_record_name
  type    = one(aws_acm_certificate.this[0].domain_validation_options).resource_record_type
  records = [one(aws_acm_certificate.this[0].domain_validation_options).resource_record_value]
  ttl     = 300
}

resource "aws_acm_certificate_validation" "this" {
  count  = var.domain == null ? 0 : 1
  region = "us-east-1"

  certificate_arn         = aws_acm_certificate.this[0].arn
  validation_record_fqdns = [aws_route53_record.validation[0].fqdn]
}

resource "aws_route53_record" "site" {
  for_each = var.domain == null ? [] : toset(["A", "AAAA"])

  zone_id = var.domain.zone_id
  name    = var.domain.name
  type    = each.key

  alias {
    name                   = aws_cloudfront_distribution.this.domain_name
    zone_id                = aws_cloudfront_distribution.this.hosted_zone_id
    evaluate_target_health = false
  }
}
