"""Questions about a rule: asked in a person's own words, answered to them alone, published for everybody in ours."""
