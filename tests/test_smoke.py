def test_a(world):
    world.site("fgw")
    a = world.publish("/sites/fgw/zwgk/tzgg", title="关于示例的通知")
    b = world.browser()
    assert "关于示例的通知" in b.get(a)
    assert "administrator" in world.browser("administrator").get("/account")
    b.get("/search?q=%ff", status=400)
