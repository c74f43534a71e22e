"""Official documents (党政机关公文, GB/T 9704-2012): from a plain outline to exact pages."""
